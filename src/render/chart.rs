//! Charts of data as SVG.
//!
//! Lengths across are in percent and those down in pixels: the drawing is as wide as the text around it,
//! and its words keep their size. Colours and lines come from the theme, by class. Every number stands
//! beside its bar, or on the axis; lines differ in their dashes, too.

use std::fmt::Write as _;

use crate::site::{ChartKind, DataTable, Html, MOST_SERIES};

/// The longest name that is drawn; the table has it whole.
const LONGEST_NAME: usize = 44;

/// Draws some columns of a table against another one; `name` says what the drawing is.
pub(super) fn drawing(
    table: &DataTable,
    x: usize,
    y: &[usize],
    kind: ChartKind,
    name: &str,
) -> Html {
    let mut svg = Html::default();
    let y = &y[..y.len().min(MOST_SERIES)];
    if table.rows.is_empty() || y.is_empty() {
        return svg;
    }
    if kind == ChartKind::Line && y.len() > 1 {
        legend(&mut svg, table, y);
    }
    let (height, inner) = match kind {
        ChartKind::Bar => bars(table, x, y),
        ChartKind::Line => lines(table, x, y),
    };
    svg.push_markup("<svg class=\"chart-drawing\" role=\"img\" width=\"100%\" direction=\"ltr\"");
    let _ = write!(svg, " height=\"{height}\" aria-label=\"");
    svg.push_text(name);
    svg.push_markup("\">\n");
    svg.push_html(&inner);
    svg.push_markup("</svg>\n");
    svg
}

/// The line of each column, and its name.
fn legend(html: &mut Html, table: &DataTable, y: &[usize]) {
    html.push_markup("<ul class=\"chart-legend\">\n");
    for (series, column) in y.iter().enumerate() {
        let _ = write!(
            html,
            "<li><svg width=\"32\" height=\"12\" aria-hidden=\"true\"><line class=\"chart-line series-{}\" \
             x1=\"0\" y1=\"6\" x2=\"32\" y2=\"6\"/></svg> ",
            series + 1
        );
        html.push_text(&table.columns[*column]);
        html.push_markup("</li>\n");
    }
    html.push_markup("</ul>\n");
}

/// From the least to the greatest number that is drawn, 0 always among them.
fn extent(table: &DataTable, y: &[usize]) -> (f64, f64) {
    let rows = 0..table.rows.len();
    let numbers =
        rows.flat_map(|row| y.iter().filter_map(move |column| table.number(row, *column)));
    let (least, most) = numbers
        .fold((0.0_f64, 0.0_f64), |(least, most), number| (least.min(number), most.max(number)));
    if least < most { (least, most) } else { (0.0, 1.0) }
}

/// A group for each row: its name, and for each column a line of words with a bar below.
fn bars(table: &DataTable, x: usize, y: &[usize]) -> (usize, Html) {
    let extent = extent(table, y);
    let mut svg = Html::default();
    let mut top = 0;
    for (row, cells) in table.rows.iter().enumerate() {
        if y.len() > 1 {
            words(&mut svg, "chart-group", top + 16, &shortened(&cells[x]));
            top += 24;
        }
        for (series, column) in y.iter().enumerate() {
            let name = if y.len() > 1 { &table.columns[*column] } else { &cells[x] };
            let value = &cells[*column];
            let value = if value.is_empty() { "–" } else { value };
            words(&mut svg, "chart-name", top + 15, &format!("{}: {value}", shortened(name)));
            if let Some(number) = table.number(row, *column) {
                bar(&mut svg, series, number, top + 21, extent);
            }
            top += 46;
        }
        top += if y.len() > 1 { 12 } else { 0 };
    }
    if extent.0 < 0.0 {
        let zero = short(percent_of(0.0, extent));
        let _ = writeln!(
            svg,
            "<line class=\"chart-axis\" x1=\"{zero}%\" y1=\"0\" x2=\"{zero}%\" y2=\"{top}\"/>"
        );
    }
    (top, svg)
}

/// The bar of a number, from 0 to it; `top` in pixels.
fn bar(svg: &mut Html, series: usize, number: f64, top: usize, extent: (f64, f64)) {
    let from = percent_of(number.min(0.0), extent);
    let to = percent_of(number.max(0.0), extent);
    let _ = writeln!(
        svg,
        "<rect class=\"chart-bar series-{}\" x=\"{}%\" y=\"{top}\" width=\"{}%\" height=\"12\"/>",
        series + 1,
        short(from),
        short(to - from),
    );
}

/// Where a number lies between the least and the greatest one, in percent.
fn percent_of(number: f64, (least, most): (f64, f64)) -> f64 {
    100.0 * (number - least) / (most - least)
}

/// Height of a chart of lines, and where its plot begins and ends, in pixels from above.
const HEIGHT: usize = 280;
const PLOT: (f64, f64) = (28.0, 244.0);

/// Where the first and the last row stand, in percent from the left.
const ACROSS: (f64, f64) = (12.0, 94.0);

/// Letters of a name that has room on both sides of the first and the last point.
const SHORT_NAME: usize = 7;

/// A line for each column, over the rows.
fn lines(table: &DataTable, x: usize, y: &[usize]) -> (usize, Html) {
    let (least, most) = extent(table, y);
    let ticks = ticks(least, most);
    let extent = (ticks[0], ticks[ticks.len() - 1]);
    let plot = Plot { extent, last: table.rows.len() - 1 };
    let mut svg = Html::default();
    let unit = if are_percentages(table, y) { "%" } else { "" };
    let decimals = decimals(ticks[1] - ticks[0]);
    for tick in &ticks {
        grid_line(&mut svg, *tick, decimals, plot.down(*tick), unit);
    }
    for (series, column) in y.iter().enumerate() {
        let numbers = (0..=plot.last).map(|row| (row, table.number(row, *column)));
        let points = numbers.map(|(row, number)| Some(plot.point(row, number?)));
        line(&mut svg, series, &points.collect::<Vec<_>>());
    }
    for row in plot.named_rows() {
        row_name(&mut svg, row, &table.rows[row][x], &plot);
    }
    (HEIGHT, svg)
}

/// Whether all cells of some columns that are not empty end with `%`.
fn are_percentages(table: &DataTable, columns: &[usize]) -> bool {
    let cells = table.rows.iter().flat_map(|row| columns.iter().map(|column| &row[*column]));
    cells.into_iter().all(|cell| cell.is_empty() || cell.ends_with('%'))
}

/// Where numbers and rows stand in a chart of lines.
struct Plot {
    /// The numbers at its bottom and at its top.
    extent: (f64, f64),
    /// The position of the last row.
    last: usize,
}

impl Plot {
    /// Where a number stands, in pixels from above.
    fn down(&self, number: f64) -> f64 {
        let (least, most) = self.extent;
        PLOT.1 - (PLOT.1 - PLOT.0) * (number - least) / (most - least)
    }

    /// Where a row stands, in percent from the left.
    fn across(&self, row: usize) -> f64 {
        match self.last {
            0 => 50.0,
            last => ACROSS.0 + (ACROSS.1 - ACROSS.0) * ratio(row, last),
        }
    }

    fn point(&self, row: usize, number: f64) -> Point {
        (short(self.across(row)), short(self.down(number)))
    }

    /// As many rows as have room for their names on a phone, the first and the last among them.
    fn named_rows(&self) -> impl Iterator<Item = usize> {
        let last = self.last;
        let step = last.div_ceil(4).max(1);
        let spaced = (0..last).step_by(step).filter(move |row| *row == 0 || last - row >= step);
        spaced.chain([last])
    }
}

/// Where a number stands: in percent from the left, and in pixels from above.
type Point = (String, String);

/// The name of a row under the plot.
fn row_name(svg: &mut Html, row: usize, name: &str, plot: &Plot) {
    let last = plot.last;
    let (at, anchor) = match row {
        _ if last == 0 || name.chars().count() <= SHORT_NAME => (plot.across(row), "middle"),
        0 => (0.0, "start"),
        _ if row == last => (100.0, "end"),
        _ => (plot.across(row), "middle"),
    };
    let (at, down) = (short(at), HEIGHT - 12);
    let _ = write!(
        svg,
        "<text class=\"chart-tick\" x=\"{at}%\" y=\"{down}\" text-anchor=\"{anchor}\">"
    );
    svg.push_text(&shortened(name));
    svg.push_markup("</text>\n");
}

/// A line across the plot, and the number that it stands for.
fn grid_line(svg: &mut Html, number: f64, decimals: usize, down: f64, unit: &str) {
    let class = if number == 0.0 { "chart-axis" } else { "chart-grid" };
    let (at, above) = (short(down), short(down - 5.0));
    let _ = writeln!(svg, "<line class=\"{class}\" x1=\"0\" y1=\"{at}\" x2=\"100%\" y2=\"{at}\"/>");
    let _ = writeln!(
        svg,
        "<text class=\"chart-tick\" x=\"0\" y=\"{above}\">{number:.decimals$}{unit}</text>"
    );
}

/// The points of a column and what joins them; where a cell is empty there is a gap.
fn line(svg: &mut Html, series: usize, points: &[Option<Point>]) {
    let class = format!("series-{}", series + 1);
    for pair in points.windows(2) {
        if let [Some((x1, y1)), Some((x2, y2))] = pair {
            let _ = writeln!(
                svg,
                "<line class=\"chart-line {class}\" x1=\"{x1}%\" y1=\"{y1}\" x2=\"{x2}%\" y2=\"{y2}\"/>"
            );
        }
    }
    for (x, y) in points.iter().flatten() {
        let _ =
            writeln!(svg, "<circle class=\"chart-point {class}\" cx=\"{x}%\" cy=\"{y}\" r=\"4\"/>");
    }
}

/// Round numbers around an extent: steps of 1, 2 or 5 times a power of ten, about four of them.
fn ticks(least: f64, most: f64) -> Vec<f64> {
    let rough = (most - least) / 4.0;
    let power = 10_f64.powf(rough.log10().floor());
    let factors = [1.0, 2.0, 5.0, 10.0];
    let step = factors.iter().map(|factor| factor * power).find(|step| *step >= rough);
    let step = step.unwrap_or(10.0 * power);
    let (first, last) = ((least / step).floor(), (most / step).ceil());
    let mut ticks = Vec::new();
    let mut at = first;
    while at <= last {
        ticks.push(at * step);
        at += 1.0;
    }
    ticks
}

/// The decimals that numbers need to differ, a step from each other.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it lies from 0 to 12")]
fn decimals(step: f64) -> usize {
    (-step.log10().floor()).clamp(0.0, 12.0) as usize
}

fn words(svg: &mut Html, class: &str, y: usize, words: &str) {
    let _ = write!(svg, "<text class=\"{class}\" x=\"0\" y=\"{y}\">");
    svg.push_text(words);
    svg.push_markup("</text>\n");
}

/// A name that fits on a phone.
fn shortened(name: &str) -> String {
    match name.char_indices().nth(LONGEST_NAME) {
        Some((cut, _)) => format!("{}…", name[..cut].trim_end()),
        None => name.to_owned(),
    }
}

/// A number with two decimals at most.
fn short(number: f64) -> String {
    let text = format!("{number:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

#[expect(clippy::cast_precision_loss, reason = "numbers of rows are small")]
fn ratio(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::CellPlaces;

    fn table(rows: &[&[&str]]) -> DataTable {
        let rows: Vec<Vec<String>> =
            rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect();
        let columns = rows[0].clone();
        DataTable { columns, rows: rows[1..].to_vec(), places: CellPlaces::Spans(Vec::new()) }
    }

    #[test]
    fn ticks_are_round_and_hold_the_extent() {
        assert_eq!(ticks(0.0, 95.0), [0.0, 50.0, 100.0]);
        assert_eq!(ticks(0.0, 100.0), [0.0, 50.0, 100.0]);
        assert_eq!(ticks(-3.0, 8.0), [-5.0, 0.0, 5.0, 10.0]);
        assert_eq!(ticks(0.0, 1.0), [0.0, 0.5, 1.0]);
        assert_eq!(ticks(0.0, 0.004), [0.0, 0.001, 0.002, 0.003, 0.004]);
    }

    #[test]
    fn ticks_of_small_numbers_can_be_told_apart() {
        let table = table(&[&["x", "y"], &["a", "0.001"], &["b", "-0.004"]]);
        let drawn = drawing(&table, 0, &[1], ChartKind::Line, "Lines").into_string();
        for tick in [">-0.004<", ">-0.002<", ">0.000<", ">0.002<"] {
            assert!(drawn.contains(tick), "{tick} in {drawn}");
        }
    }

    #[test]
    fn bars_are_as_long_as_their_numbers_and_begin_at_zero() {
        let table = table(&[&["Saw", "A", "B"], &["<Rip>", "-5", "10"], &["Pull", "", "15 %"]]);
        let drawn = drawing(&table, 0, &[1, 2], ChartKind::Bar, "Bars").into_string();
        for part in [
            "aria-label=\"Bars\"",
            ">&lt;Rip&gt;</text>",
            ">A: -5</text>",
            "<rect class=\"chart-bar series-1\" x=\"0%\" y=\"45\" width=\"25%\" height=\"12\"/>",
            "<rect class=\"chart-bar series-2\" x=\"25%\" y=\"91\" width=\"50%\" height=\"12\"/>",
            ">A: –</text>",
            ">B: 15 %</text>",
            "<line class=\"chart-axis\" x1=\"25%\"",
        ] {
            assert!(drawn.contains(part), "{part} in {drawn}");
        }
        assert_eq!(drawn.matches("<rect").count(), 3, "an empty cell has no bar");
    }

    #[test]
    fn a_long_name_leaves_its_number_whole() {
        let name = "n".repeat(LONGEST_NAME + 1);
        let table = table(&[&["Saw", "A"], &[&name, "1250"]]);
        let drawn = drawing(&table, 0, &[1], ChartKind::Bar, "Bars").into_string();
        let expected = format!(">{}…: 1250</text>", "n".repeat(LONGEST_NAME));
        assert!(drawn.contains(&expected), "{drawn}");
    }

    #[test]
    fn lines_have_gaps_where_cells_are_empty() {
        let table = table(&[&["Year", "A"], &["1", "2"], &["2", "4"], &["3", ""], &["4", "8"]]);
        let drawn = drawing(&table, 0, &[1], ChartKind::Line, "Lines").into_string();
        assert_eq!(drawn.matches("<line class=\"chart-line").count(), 1);
        assert_eq!(drawn.matches("<circle").count(), 3);
        assert_eq!(drawn.matches("text-anchor").count(), 4);
        let nothing = drawing(&table, 0, &[], ChartKind::Line, "Lines");
        assert!(nothing.is_empty());
    }
}
