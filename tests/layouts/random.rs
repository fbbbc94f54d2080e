//! Seeded choices: the same seed draws the same meeting on every machine.

/// SplitMix64: a few lines, no dependency, good enough to spread choices.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x5DEE_CE66)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number from `low` to `high`, both included.
    pub(crate) fn range(&mut self, low: u32, high: u32) -> u32 {
        low + (self.next() % u64::from(high - low + 1)) as u32
    }

    /// True in `percent` of a hundred draws.
    pub(crate) fn chance(&mut self, percent: u32) -> bool {
        self.range(1, 100) <= percent
    }

    pub(crate) fn pick<'t, T: ?Sized>(&mut self, from: &[&'t T]) -> &'t T {
        from[self.range(0, from.len() as u32 - 1) as usize]
    }

    /// `n` different places below `all`, in order of drawing.
    pub(crate) fn sample(&mut self, all: usize, n: usize) -> Vec<usize> {
        let mut places: Vec<usize> = (0..all).collect();
        let mut out = Vec::new();
        while out.len() < n && !places.is_empty() {
            let at = self.range(0, places.len() as u32 - 1) as usize;
            out.push(places.swap_remove(at));
        }
        out
    }
}
