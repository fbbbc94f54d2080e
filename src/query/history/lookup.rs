//! The items of an index as nodes, and who has which key: looked up one by one, or all at once.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::engine::plan::Clause;
use crate::engine::{Engine, EngineError, Place};
use crate::facts::case::{Key, Node};

/// What ties are found on.
pub(super) trait NodeLookup {
    fn node(&self, at: Place) -> Result<Arc<Node>, EngineError>;

    /// Where the items with that key stand.
    fn holders(&self, key: Key) -> Result<Arc<[Place]>, EngineError>;

    /// The items that are one with the item there, as agenda and minutes have them, itself among them: first the one that
    /// stands for all.
    fn pair(&self, at: Place) -> Result<Arc<[Place]>, EngineError>;

    /// How many items there are in all.
    fn size(&self) -> usize;
}

/// The items that are as if there were none: those behind closed doors, or all others, or none.
pub(super) fn hidden(engine: &dyn Engine, closed: Option<bool>) -> Result<HashSet<Place>, EngineError> {
    let Some(closed) = closed else { return Ok(HashSet::new()) };
    Ok(engine.matching(&[Clause::Flag("closed", !closed)])?.into_iter().collect())
}

/// Asks the engine, and remembers: for one case among very many items.
pub(super) struct CachedLookup<'a> {
    engine: &'a dyn Engine,
    /// Items that are as if there were none.
    hidden: HashSet<Place>,
    /// The only items that are shown. `None` for all.
    admitted: Option<HashSet<Place>>,
    size: usize,
    nodes: RefCell<HashMap<Place, Arc<Node>>>,
    holders: RefCell<HashMap<Key, Arc<[Place]>>>,
}

impl<'a> CachedLookup<'a> {
    pub fn new(engine: &'a dyn Engine) -> Result<Self, EngineError> {
        Self::without(engine, HashSet::new())
    }

    /// The same without some items.
    pub fn without(engine: &'a dyn Engine, hidden: HashSet<Place>) -> Result<Self, EngineError> {
        let (nodes, holders) = Default::default();
        let size = engine.item_count()? - hidden.len();
        Ok(Self { engine, hidden, admitted: None, size, nodes, holders })
    }

    /// Shows these items only; ties still lead through the others.
    pub fn admit(&mut self, admitted: Option<HashSet<Place>>) {
        self.admitted = admitted;
    }

    /// True where the item there can be shown.
    pub fn is_shown(&self, at: Place) -> bool {
        !self.is_hidden(at) && self.admitted.as_ref().is_none_or(|admitted| admitted.contains(&at))
    }

    /// True where the item there is as if there were none.
    pub fn is_hidden(&self, at: Place) -> bool {
        self.hidden.contains(&at)
    }
}

impl NodeLookup for CachedLookup<'_> {
    fn node(&self, at: Place) -> Result<Arc<Node>, EngineError> {
        if let Some(known) = self.nodes.borrow().get(&at) {
            return Ok(Arc::clone(known));
        }
        let node = Arc::new(self.engine.node_at(at)?);
        self.nodes.borrow_mut().insert(at, Arc::clone(&node));
        Ok(node)
    }

    fn holders(&self, key: Key) -> Result<Arc<[Place]>, EngineError> {
        if let Some(known) = self.holders.borrow().get(&key) {
            return Ok(Arc::clone(known));
        }
        let found = self.engine.holders(key)?.into_iter().filter(|at| !self.is_hidden(*at));
        let found: Arc<[Place]> = found.collect();
        self.holders.borrow_mut().insert(key, Arc::clone(&found));
        Ok(found)
    }

    fn pair(&self, at: Place) -> Result<Arc<[Place]>, EngineError> {
        let pair = self.engine.pair(at)?;
        Ok(pair.into_iter().filter(|other| *other == at || self.is_shown(*other)).collect())
    }

    fn size(&self) -> usize {
        self.size
    }
}

/// Everything, read once: for all cases.
pub(super) struct LoadedLookup {
    nodes: HashMap<Place, Arc<Node>>,
    holders: HashMap<Key, Arc<[Place]>>,
    /// Of items that are one with others.
    pairs: HashMap<Place, Arc<[Place]>>,
}

impl LoadedLookup {
    /// All items but the `hidden` ones.
    pub fn read(engine: &dyn Engine, hidden: &HashSet<Place>) -> Result<Self, EngineError> {
        let shown = |at: &Place| !hidden.contains(at);
        let mut holders: HashMap<Key, Vec<Place>> = HashMap::new();
        engine
            .for_each_key(&mut |key, found| holders.entry(key).or_default().extend(found.into_iter().filter(shown)))?;
        let holders = holders.into_iter().map(|(key, found)| (key, found.into())).collect();
        let nodes = engine.nodes()?.into_iter().filter(|(at, _)| shown(at));
        let nodes: HashMap<_, _> = nodes.map(|(at, node)| (at, Arc::new(node))).collect();
        let mut places: Vec<Place> = nodes.keys().copied().collect();
        places.sort_unstable();
        let mut pairs: HashMap<Place, Arc<[Place]>> = HashMap::new();
        for pair in engine.pairs_among(&places)? {
            let pair: Arc<[Place]> = pair.into();
            pairs.extend(pair.iter().map(|at| (*at, Arc::clone(&pair))));
        }
        Ok(Self { nodes, holders, pairs })
    }

    pub fn nodes(&self) -> impl Iterator<Item = (Place, &Arc<Node>)> {
        self.nodes.iter().map(|(at, node)| (*at, node))
    }
}

impl NodeLookup for LoadedLookup {
    fn node(&self, at: Place) -> Result<Arc<Node>, EngineError> {
        Ok(Arc::clone(&self.nodes[&at]))
    }

    fn holders(&self, key: Key) -> Result<Arc<[Place]>, EngineError> {
        Ok(self.holders.get(&key).map_or_else(|| [].into(), Arc::clone))
    }

    fn pair(&self, at: Place) -> Result<Arc<[Place]>, EngineError> {
        Ok(self.pairs.get(&at).map_or_else(|| [at].into(), Arc::clone))
    }

    fn size(&self) -> usize {
        self.nodes.len()
    }
}
