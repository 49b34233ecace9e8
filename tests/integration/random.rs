//! Numbers that look random, for tests that try many inputs.

use std::ops::RangeInclusive;

/// Numbers that look random and are the same for the same seed (xorshift64*, Vigna 2016).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(high).expect("31 bits fit") % end
    }

    pub(crate) fn of<'t>(&mut self, choices: &[&'t str]) -> &'t str {
        choices[self.below(choices.len())]
    }

    pub(crate) fn chance(&mut self, one_in: usize) -> bool {
        self.below(one_in) == 0
    }
}

/// The seeds that a test tries: the first few, as many as `FIELDGUIDE_SEEDS` says, or only the one that
/// `FIELDGUIDE_SEED` names.
pub(crate) fn seeds(few: u64) -> RangeInclusive<u64> {
    let number = |name| std::env::var(name).ok().and_then(|number| number.parse().ok());
    match number("FIELDGUIDE_SEED") {
        Some(seed) => seed..=seed,
        None => 1..=number("FIELDGUIDE_SEEDS").unwrap_or(few),
    }
}
