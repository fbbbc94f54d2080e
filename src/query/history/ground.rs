//! The items of an index as nodes, and who has which key: looked up one by one, or all at once.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use tantivy::DocAddress;

use crate::engine::Index;
use crate::engine::local::fold::Pairs;
use crate::facts::case::{Key, Node};
use crate::index::IndexError;

/// What ties are found on.
pub(super) trait Ground {
    fn node(&self, at: DocAddress) -> Result<Arc<Node>, IndexError>;

    /// Where the items with that key stand.
    fn holders(&self, key: Key) -> Result<Arc<[DocAddress]>, IndexError>;

    /// The items that are one with the item there, as agenda and minutes have them, itself among them: first the one that
    /// stands for all.
    fn pair(&self, at: DocAddress) -> Result<Arc<[DocAddress]>, IndexError>;

    /// How many items there are in all.
    fn size(&self) -> usize;
}

/// Asks the index, and remembers: for one case among very many items.
pub(super) struct Lookup<'a> {
    index: &'a Index,
    /// Items that are as if there were none.
    hidden: HashSet<DocAddress>,
    size: usize,
    nodes: RefCell<HashMap<DocAddress, Arc<Node>>>,
    holders: RefCell<HashMap<Key, Arc<[DocAddress]>>>,
    pairs: RefCell<Pairs<'a>>,
}

impl<'a> Lookup<'a> {
    pub fn new(index: &'a Index) -> Result<Self, IndexError> {
        Self::without(index, HashSet::new())
    }

    /// The same without some items.
    pub fn without(index: &'a Index, hidden: HashSet<DocAddress>) -> Result<Self, IndexError> {
        let (nodes, holders) = Default::default();
        let size = index.item_count()? - hidden.len();
        Ok(Self { index, hidden, size, nodes, holders, pairs: RefCell::new(Pairs::new(index)?) })
    }

    /// True where the item there is as if there were none.
    pub fn is_hidden(&self, at: DocAddress) -> bool {
        self.hidden.contains(&at)
    }
}

impl Ground for Lookup<'_> {
    fn node(&self, at: DocAddress) -> Result<Arc<Node>, IndexError> {
        if let Some(known) = self.nodes.borrow().get(&at) {
            return Ok(Arc::clone(known));
        }
        let node = Arc::new(self.index.node_at(at)?);
        self.nodes.borrow_mut().insert(at, Arc::clone(&node));
        Ok(node)
    }

    fn holders(&self, key: Key) -> Result<Arc<[DocAddress]>, IndexError> {
        if let Some(known) = self.holders.borrow().get(&key) {
            return Ok(Arc::clone(known));
        }
        let found = self.index.holders(key)?.into_iter().filter(|at| !self.is_hidden(*at));
        let found: Arc<[DocAddress]> = found.collect();
        self.holders.borrow_mut().insert(key, Arc::clone(&found));
        Ok(found)
    }

    fn pair(&self, at: DocAddress) -> Result<Arc<[DocAddress]>, IndexError> {
        let pair = self.pairs.borrow_mut().whole(at)?;
        Ok(pair.into_iter().filter(|other| *other == at || !self.is_hidden(*other)).collect())
    }

    fn size(&self) -> usize {
        self.size
    }
}

/// Everything, read once: for all cases.
pub(super) struct Whole {
    nodes: HashMap<DocAddress, Arc<Node>>,
    holders: HashMap<Key, Arc<[DocAddress]>>,
    /// Of items that are one with others.
    pairs: HashMap<DocAddress, Arc<[DocAddress]>>,
}

impl Whole {
    /// All items but the `hidden` ones.
    pub fn read(index: &Index, hidden: &HashSet<DocAddress>) -> Result<Self, IndexError> {
        let shown = |at: &DocAddress| !hidden.contains(at);
        let mut holders: HashMap<Key, Vec<DocAddress>> = HashMap::new();
        index.for_each_key(|key, found| holders.entry(key).or_default().extend(found.into_iter().filter(shown)))?;
        let holders = holders.into_iter().map(|(key, found)| (key, found.into())).collect();
        let nodes = index.nodes()?.into_iter().filter(|(at, _)| shown(at));
        let nodes: HashMap<_, _> = nodes.map(|(at, node)| (at, Arc::new(node))).collect();
        let mut places: Vec<DocAddress> = nodes.keys().copied().collect();
        places.sort_unstable();
        let mut pairs: HashMap<DocAddress, Arc<[DocAddress]>> = HashMap::new();
        for pair in Pairs::new(index)?.several(&places)? {
            let pair: Arc<[DocAddress]> = pair.into();
            pairs.extend(pair.iter().map(|at| (*at, Arc::clone(&pair))));
        }
        Ok(Self { nodes, holders, pairs })
    }

    pub fn nodes(&self) -> impl Iterator<Item = (DocAddress, &Arc<Node>)> {
        self.nodes.iter().map(|(at, node)| (*at, node))
    }
}

impl Ground for Whole {
    fn node(&self, at: DocAddress) -> Result<Arc<Node>, IndexError> {
        Ok(Arc::clone(&self.nodes[&at]))
    }

    fn holders(&self, key: Key) -> Result<Arc<[DocAddress]>, IndexError> {
        Ok(self.holders.get(&key).map_or_else(|| [].into(), Arc::clone))
    }

    fn pair(&self, at: DocAddress) -> Result<Arc<[DocAddress]>, IndexError> {
        Ok(self.pairs.get(&at).map_or_else(|| [at].into(), Arc::clone))
    }

    fn size(&self) -> usize {
        self.nodes.len()
    }
}
