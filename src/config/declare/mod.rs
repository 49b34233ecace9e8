//! Keys, each declared once. A table says what a key is called, what it takes, what counts without it, and what it is
//! for. Blocks are read by that table; JSON Schemas, `explain` and the manual are made from it.

mod block;
mod shape;
mod types;

pub(crate) use block::{
    Block, Declaration, Declarations, InBlock, To, Variants, Within, is_name, key,
};
pub(crate) use shape::{Format, KeyInfo, NameKind, Shape, quoted};
pub(crate) use types::{
    By, Called, Integer, List, Made, NameOf, Number, OneOf, Placed, Spanned, Text, Truth,
    ValueType, WholeNumber, name_of, not_one_of,
};
