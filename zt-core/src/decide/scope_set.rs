//! Sets of scopes as bits.

use super::MAX_SCOPES;

const WORDS: usize = MAX_SCOPES / 64;

/// A scope's place in its [`ScopeTable`](super::ScopeTable), which alone hands them out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ScopeIndex {
    word: u8,
    bit: u8,
}

impl ScopeIndex {
    /// `None` from [`MAX_SCOPES`] on.
    pub(super) fn new(position: usize) -> Option<Self> {
        let word = u8::try_from(position / 64).ok().filter(|word| usize::from(*word) < WORDS)?;
        u8::try_from(position % 64).ok().map(|bit| Self { word, bit })
    }

    /// Its position in the table, from 0.
    #[must_use]
    pub const fn position(self) -> usize {
        self.word as usize * 64 + self.bit as usize
    }

    const fn mask(self) -> u64 {
        1 << self.bit
    }
}

/// A set of scopes of one table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ScopeSet {
    words: [u64; WORDS],
}

impl ScopeSet {
    /// No scope.
    pub const EMPTY: Self = Self { words: [0; WORDS] };

    /// Adds a scope.
    pub fn insert(&mut self, scope: ScopeIndex) {
        if let Some(word) = self.words.get_mut(usize::from(scope.word)) {
            *word |= scope.mask();
        }
    }

    /// Adds every scope of `other`.
    pub fn extend(&mut self, other: &Self) {
        self.words.iter_mut().zip(&other.words).for_each(|(mine, theirs)| *mine |= theirs);
    }

    /// Whether the scope is in it.
    #[must_use]
    pub fn contains(&self, scope: ScopeIndex) -> bool {
        self.words.get(usize::from(scope.word)).is_some_and(|word| word & scope.mask() != 0)
    }

    /// Whether both have a scope in common. Nothing has one in common with the empty set.
    #[must_use]
    pub fn intersects(&self, other: &Self) -> bool {
        self.words.iter().zip(&other.words).any(|(mine, theirs)| mine & theirs != 0)
    }

    /// Whether every scope of `other` is in it.
    #[must_use]
    pub fn is_superset(&self, other: &Self) -> bool {
        self.words.iter().zip(&other.words).all(|(mine, theirs)| theirs & !mine == 0)
    }

    /// Whether it has no scope.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::EMPTY
    }

    /// How many scopes it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.iter().count()
    }

    /// Its scopes in the order of the table.
    pub fn iter(&self) -> impl Iterator<Item = ScopeIndex> {
        (0..MAX_SCOPES).filter_map(ScopeIndex::new).filter(|scope| self.contains(*scope))
    }
}

impl FromIterator<ScopeIndex> for ScopeSet {
    fn from_iter<T: IntoIterator<Item = ScopeIndex>>(scopes: T) -> Self {
        let mut set = Self::EMPTY;
        scopes.into_iter().for_each(|scope| set.insert(scope));
        set
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::collections::BTreeSet;
    use proptest::prelude::*;

    fn set(positions: &BTreeSet<usize>) -> ScopeSet {
        positions.iter().copied().filter_map(ScopeIndex::new).collect()
    }

    fn positions() -> impl Strategy<Value = BTreeSet<usize>> {
        proptest::collection::btree_set(prop_oneof![0..MAX_SCOPES, 60..68_usize], 0..12)
    }

    #[test]
    fn there_is_no_index_beyond_the_last() {
        assert!(ScopeIndex::new(MAX_SCOPES - 1).is_some());
        for position in [MAX_SCOPES, MAX_SCOPES + 64, usize::MAX] {
            assert_eq!(ScopeIndex::new(position), None);
        }
    }

    #[test]
    fn x32_nothing_intersects_nothing() {
        assert!(!ScopeSet::EMPTY.intersects(&ScopeSet::EMPTY));
        assert!(ScopeSet::EMPTY.is_superset(&ScopeSet::EMPTY));
        assert!(ScopeSet::default().is_empty());
    }

    proptest! {
        #[test]
        fn bits_behave_as_sets(a in positions(), b in positions()) {
            let (left, right) = (set(&a), set(&b));
            prop_assert_eq!(left.intersects(&right), !a.is_disjoint(&b));
            prop_assert_eq!(left.is_superset(&right), a.is_superset(&b));
            prop_assert_eq!(left.is_empty(), a.is_empty());
            let mut both = left;
            both.extend(&right);
            prop_assert_eq!(both, set(&a.union(&b).copied().collect()));
            prop_assert_eq!(left.len(), a.len());
            prop_assert!(left.iter().map(ScopeIndex::position).eq(a.iter().copied()));
        }
    }
}
