//! A median, and how far the measurements lie apart.

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Spread {
    pub(super) least: f64,
    pub(super) median: f64,
    pub(super) most: f64,
}

impl Spread {
    /// `None` where nothing was measured.
    pub(super) fn of(values: impl IntoIterator<Item = f64>) -> Option<Self> {
        let mut values: Vec<f64> = values.into_iter().collect();
        values.sort_by(f64::total_cmp);
        let last = values.len().checked_sub(1)?;
        let median = (values.get(last / 2)? + values.get(values.len() / 2)?) / 2.0;
        Some(Self { least: *values.first()?, median, most: *values.last()? })
    }

    /// `2.00 s (1.00 to 3.00)`
    pub(super) fn text(&self, unit: &str, digits: usize) -> String {
        let Self { least, median, most } = self;
        format!("{median:.digits$} {unit} ({least:.digits$} to {most:.digits$})")
    }
}

/// The value below which so many of a thousand lie: the nearest rank, so that it is one that was measured.
pub(super) fn quantile(sorted: &[f64], of_thousand: usize) -> Option<f64> {
    let rank = (sorted.len() * of_thousand).div_ceil(1000);
    sorted.get(rank.saturating_sub(1)).copied()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn medians_of_odd_and_even_numbers() {
        let spread = Spread::of([3.0, 1.0, 2.0]).unwrap();
        assert_eq!(spread, Spread { least: 1.0, median: 2.0, most: 3.0 });
        assert_eq!(Spread::of([4.0, 5.0, 1.0, 3.0]).unwrap().median, 3.5);
        assert_eq!(Spread::of([]), None);
        assert_eq!(spread.text("µs", 1), "2.0 µs (1.0 to 3.0)");
    }

    #[test]
    fn quantiles_are_values_that_were_measured() {
        let values: Vec<f64> = (1..=200).map(f64::from).collect();
        assert_eq!(quantile(&values, 500), Some(100.0));
        assert_eq!(quantile(&values, 990), Some(198.0));
        assert_eq!(quantile(&values, 1000), Some(200.0));
        assert_eq!(quantile(&[7.0], 990), Some(7.0));
        assert_eq!(quantile(&[7.0], 0), Some(7.0));
        assert_eq!(quantile(&[], 500), None);
    }
}
