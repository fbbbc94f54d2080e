//! The items of an index as nodes, and who has which key: looked up one by one, or all at once.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use tantivy::DocAddress;

use crate::clues::{Key, Node};
use crate::index::{Index, IndexError};
use crate::query::fold::Pairs;

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
    size: usize,
    nodes: RefCell<HashMap<DocAddress, Arc<Node>>>,
    holders: RefCell<HashMap<Key, Arc<[DocAddress]>>>,
    pairs: RefCell<Pairs<'a>>,
}

impl<'a> Lookup<'a> {
    pub fn new(index: &'a Index) -> Result<Self, IndexError> {
        let (nodes, holders) = Default::default();
        Ok(Self { index, size: index.item_count()?, nodes, holders, pairs: RefCell::new(Pairs::new(index)?) })
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
        let found: Arc<[DocAddress]> = self.index.holders(key)?.into();
        self.holders.borrow_mut().insert(key, Arc::clone(&found));
        Ok(found)
    }

    fn pair(&self, at: DocAddress) -> Result<Arc<[DocAddress]>, IndexError> {
        Ok(self.pairs.borrow_mut().whole(at)?.into())
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
    pub fn read(index: &Index) -> Result<Self, IndexError> {
        let mut holders: HashMap<Key, Vec<DocAddress>> = HashMap::new();
        index.for_each_key(|key, found| holders.entry(key).or_default().extend(found))?;
        let holders = holders.into_iter().map(|(key, found)| (key, found.into())).collect();
        let nodes: HashMap<_, _> = index.nodes()?.into_iter().map(|(at, node)| (at, Arc::new(node))).collect();
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
