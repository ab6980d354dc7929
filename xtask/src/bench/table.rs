//! Medians, spread, and how many times as long zt takes.

use std::collections::BTreeMap;
use std::fmt;

use super::generate::Half;
use super::spread::Spread;

/// Seconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Sample(pub(super) f64);

/// One measure of so many endpoints, in both halves.
#[derive(Debug)]
pub(super) struct Row {
    endpoints: usize,
    measure: &'static str,
    samples: BTreeMap<Half, Vec<Sample>>,
}

#[derive(Debug, Default)]
pub(super) struct Table(Vec<Row>);

impl Row {
    pub(super) fn new(endpoints: usize, measure: &'static str) -> Self {
        Self { endpoints, measure, samples: BTreeMap::new() }
    }

    pub(super) fn add(&mut self, half: Half, sample: Sample) {
        self.samples.entry(half).or_default().push(sample);
    }

    fn spread(&self, half: Half) -> Option<Spread> {
        Spread::of(self.samples.get(&half)?.iter().map(|sample| sample.0))
    }

    fn cells(&self) -> [String; 5] {
        let (zt, actix) = (self.spread(Half::Zt), self.spread(Half::Actix));
        let ratio = zt.as_ref().zip(actix.as_ref()).map(|(zt, actix)| zt.median / actix.median);
        let seconds =
            |spread: Option<Spread>| spread.map_or("-".into(), |spread| spread.text("s", 2));
        [
            self.endpoints.to_string(),
            self.measure.to_owned(),
            seconds(zt),
            seconds(actix),
            ratio.map_or("-".into(), |ratio| format!("{ratio:.2}")),
        ]
    }
}

impl Extend<Row> for Table {
    fn extend<T: IntoIterator<Item = Row>>(&mut self, rows: T) {
        self.0.extend(rows);
    }
}

impl fmt::Display for Table {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let heading =
            ["endpoints", "measure", "zt: median (spread)", "actix: median (spread)", "zt/actix"];
        let rows = self.0.iter().map(Row::cells);
        for [endpoints, measure, zt, actix, ratio] in
            std::iter::once(heading.map(str::to_owned)).chain(rows)
        {
            writeln!(formatter, "{endpoints:>9}  {measure:<20} {zt:<24} {actix:<24} {ratio:>8}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(zt: &[f64], actix: &[f64]) -> Row {
        let mut row = Row::new(300, "check");
        zt.iter().for_each(|seconds| row.add(Half::Zt, Sample(*seconds)));
        actix.iter().for_each(|seconds| row.add(Half::Actix, Sample(*seconds)));
        row
    }

    #[test]
    fn medians_spread_and_ratio() {
        let cells = row(&[3.0, 1.0, 2.0], &[4.0, 5.0, 1.0, 3.0]).cells();
        let expected = ["300", "check", "2.00 s (1.00 to 3.00)", "3.50 s (1.00 to 5.00)", "0.57"];
        assert_eq!(cells, expected);
    }

    #[test]
    fn a_half_that_was_left_out_has_no_ratio() {
        assert_eq!(row(&[], &[1.5]).cells(), ["300", "check", "-", "1.50 s (1.50 to 1.50)", "-"]);
    }

    #[test]
    fn columns_stand_below_their_heading() {
        let mut table = Table::default();
        table.extend([row(&[1.0], &[2.0])]);
        let lines: Vec<_> = table.to_string().lines().map(str::len).collect();
        assert_eq!(lines.len(), 2);
        assert!(lines.windows(2).all(|pair| pair.first() == pair.last()), "{table}");
    }
}
