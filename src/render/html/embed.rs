//! Parts of other files in a text: tables and charts of data, and other texts.

use super::HtmlWriter;
use crate::arena::Id;
use crate::document::{ChartKind, ChartUse, Component, EmbedKind, Link, TableUse};
use crate::render::chart;
use crate::site::{DataTable, Target, split_destination};

impl HtmlWriter<'_, '_> {
    /// Writes what a component shows of the file that its label names.
    pub(super) fn write_embed(&mut self, component: &Component, shown: &EmbedKind) {
        let Some(link) = component.link else { return };
        let Some(target) = self.text.target(link) else { return };
        let path = match target {
            Target::Entry { entry, anchor } => {
                return self.write_included(component, *entry, anchor.as_ref());
            }
            Target::Asset(path) => path,
            _ => return,
        };
        // `check` reports a file that cannot be read.
        let Some(table) = self.text.linker.site.tables.get(path) else { return };
        match shown {
            // Only a page is a text.
            EmbedKind::Text => {}
            EmbedKind::Table(shown) => {
                self.open_element("div", "captioned", component);
                let columns = shown.columns(table);
                self.write_table(shown, &columns, table);
                self.write_source(link);
                self.html.push_markup("</div>\n");
            }
            EmbedKind::Chart(shown) => self.write_chart(component, shown, table, link),
        }
    }

    /// A drawing, and the same as a table for readers who cannot see it or want the numbers.
    fn write_chart(
        &mut self,
        component: &Component,
        shown: &ChartUse,
        table: &DataTable,
        link: Id<Link>,
    ) {
        let words = self.text.words;
        let (x, y) = (shown.x(table), shown.y(table));
        let name = match shown.kind {
            ChartKind::Bar => &words.chart_bar,
            ChartKind::Line => &words.chart_line,
        };
        self.open_element("figure", "chart", component);
        self.html.push_markup("<figcaption>");
        self.html.push_text(&shown.caption);
        self.html.push_markup("</figcaption>\n");
        let name = name.replace("{caption}", &shown.caption);
        let drawing = chart::drawing(table, x, &y, shown.kind, &name);
        self.html.push_html(&drawing);
        self.html.push_markup("<details class=\"expand\"><summary>");
        self.html.push_text(&words.chart_numbers);
        self.html.push_markup("</summary>\n");
        let columns: Vec<usize> = std::iter::once(x).chain(y).collect();
        let caption = shown.caption.clone();
        let as_table = TableUse { caption, columns: None, row_headings: true };
        self.write_table(&as_table, &columns, table);
        self.html.push_markup("</details>\n");
        self.write_source(link);
        self.html.push_markup("</figure>\n");
    }

    /// The link to the file itself.
    fn write_source(&mut self, link: Id<Link>) {
        let written = self.text.read(self.text.document.links[link].destination);
        let address = self.text.linker.href(self.text.target(link), written);
        let (path, ..) = split_destination(&address);
        let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending).to_uppercase();
        self.html.push_markup("<p class=\"data-source\"><a href=\"");
        self.html.push_text(&address);
        self.html.push_markup("\" download>");
        self.html.push_text(&self.text.words.data_file.replace("{kind}", &ending));
        self.html.push_markup("</a></p>\n");
    }

    fn write_table(&mut self, shown: &TableUse, columns: &[usize], table: &DataTable) {
        let classes = column_classes(shown, columns, table);
        self.open_table(Some(&shown.caption));
        self.html.push_markup("<thead>\n<tr>\n");
        for (at, column) in columns.iter().enumerate() {
            self.html.push_markup(&format!("<th scope=\"col\"{}>", classes[at]));
            self.html.push_text(&table.columns[*column]);
            self.html.push_markup("</th>\n");
        }
        self.html.push_markup("</tr>\n</thead>\n<tbody>\n");
        for row in &table.rows {
            self.html.push_markup("<tr>\n");
            for (at, column) in columns.iter().enumerate() {
                let is_heading = shown.row_headings && at == 0;
                let (open, close) =
                    if is_heading { ("th scope=\"row\"", "th") } else { ("td", "td") };
                self.html.push_markup(&format!("<{open}{}>", classes[at]));
                self.html.push_text(&row[*column]);
                self.html.push_markup(&format!("</{close}>\n"));
            }
            self.html.push_markup("</tr>\n");
        }
        self.html.push_markup("</tbody>\n</table></div>\n");
    }
}

/// The attribute that the cells of each column have: numbers stand to the right, unless they are headings of rows.
fn column_classes(shown: &TableUse, columns: &[usize], table: &DataTable) -> Vec<&'static str> {
    let classes = columns.iter().enumerate().map(|(at, column)| {
        let is_heading = shown.row_headings && at == 0;
        if table.is_numeric(*column) && !is_heading { " class=\"align-right\"" } else { "" }
    });
    classes.collect()
}
