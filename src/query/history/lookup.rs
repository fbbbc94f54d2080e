//! Items as nodes and the holders of keys: looked up one by one with a cache, or read all at once.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::engine::plan::Clause;
use crate::engine::{Engine, EngineError, Place};
use crate::facts::case::{Key, Node};

/// The items among which ties are found.
pub(super) trait NodeLookup {
    /// The node of the item there.
    fn node(&self, at: Place) -> Result<Arc<Node>, EngineError>;

    /// The places of the items with that key.
    fn holders(&self, key: Key) -> Result<Arc<[Place]>, EngineError>;

    /// The same item in all documents of the meeting, itself included. The first represents the pair.
    fn pair(&self, at: Place) -> Result<Arc<[Place]>, EngineError>;

    /// The number of items.
    fn size(&self) -> usize;
}

/// The items to treat as missing: the closed ones, the open ones, or none.
pub(super) fn hidden(engine: &dyn Engine, closed: Option<bool>) -> Result<HashSet<Place>, EngineError> {
    let Some(closed) = closed else { return Ok(HashSet::new()) };
    Ok(engine.matching(&[Clause::Flag("closed", !closed)])?.into_iter().collect())
}

/// Asks the engine and caches the answers: for one case in a large archive.
pub(super) struct CachedLookup<'a> {
    engine: &'a dyn Engine,
    /// Items treated as missing.
    hidden: HashSet<Place>,
    /// The only items shown. `None` for all.
    admitted: Option<HashSet<Place>>,
    size: usize,
    nodes: RefCell<HashMap<Place, Arc<Node>>>,
    holders: RefCell<HashMap<Key, Arc<[Place]>>>,
}

impl<'a> CachedLookup<'a> {
    pub(super) fn new(engine: &'a dyn Engine) -> Result<Self, EngineError> {
        Self::without(engine, HashSet::new())
    }

    /// Leaves some items out.
    pub(super) fn without(engine: &'a dyn Engine, hidden: HashSet<Place>) -> Result<Self, EngineError> {
        let (nodes, holders) = Default::default();
        let size = engine.item_count()? - hidden.len();
        Ok(Self { engine, hidden, admitted: None, size, nodes, holders })
    }

    /// Shows these items only. Ties still lead through the others.
    pub(super) fn admit(&mut self, admitted: Option<HashSet<Place>>) {
        self.admitted = admitted;
    }

    /// True if the item there may be shown.
    pub(super) fn is_shown(&self, at: Place) -> bool {
        !self.is_hidden(at) && self.admitted.as_ref().is_none_or(|admitted| admitted.contains(&at))
    }

    /// True if the item there is treated as missing.
    pub(super) fn is_hidden(&self, at: Place) -> bool {
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

/// All nodes and keys, read once: for a list of all cases.
pub(super) struct LoadedLookup {
    nodes: HashMap<Place, Arc<Node>>,
    holders: HashMap<Key, Arc<[Place]>>,
    /// The pairs of items with more than one document.
    pairs: HashMap<Place, Arc<[Place]>>,
}

impl LoadedLookup {
    /// All items but the `hidden` ones.
    pub(super) fn read(engine: &dyn Engine, hidden: &HashSet<Place>) -> Result<Self, EngineError> {
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

    pub(super) fn nodes(&self) -> impl Iterator<Item = (Place, &Arc<Node>)> {
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
