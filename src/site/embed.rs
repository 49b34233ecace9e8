//! Data that texts show from files: which columns.

use super::DataTable;
use crate::document::{ChartUse, ColumnName, TableUse};

/// Columns that a chart shows at most.
pub(crate) const MOST_SERIES: usize = 6;

impl TableUse {
    /// The positions of the columns to show, without those that the file has not.
    pub(crate) fn columns(&self, table: &DataTable) -> Vec<usize> {
        match &self.columns {
            Some(names) => positions(names, table),
            None => (0..table.columns.len()).collect(),
        }
    }
}

impl ChartUse {
    /// The position of the column with the names of rows.
    pub(crate) fn x(&self, table: &DataTable) -> usize {
        self.x.as_ref().and_then(|x| table.column(&x.name)).unwrap_or(0)
    }

    /// The positions of the columns of numbers.
    pub(crate) fn y(&self, table: &DataTable) -> Vec<usize> {
        let x = self.x(table);
        let all = 0..table.columns.len();
        match &self.y {
            Some(names) => positions(names, table),
            None => all.filter(|column| *column != x && table.is_numeric(*column)).collect(),
        }
    }
}

fn positions(names: &[ColumnName], table: &DataTable) -> Vec<usize> {
    names.iter().filter_map(|column| table.column(&column.name)).collect()
}
