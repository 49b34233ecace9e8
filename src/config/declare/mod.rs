//! Keys, each declared once. A table says what a key is called, what it takes, what counts without it, and what it is
//! for. Blocks are read by that table; JSON Schemas, `explain` and the manual are made from it.

mod block;
mod shape;
mod types;

pub(crate) use block::{
    Declaration, Declarations, InBlock, KeyTable, To, Variants, Within, is_name, key,
};
pub(crate) use shape::{KeyInfo, NameKind, Shape, TextFormat, quoted};
pub(crate) use types::{
    AnyText, By, Called, Converted, Integer, List, NameOf, Number, OneOf, Placed, Spanned, Truth,
    ValueType, WholeNumber, name_of, not_one_of,
};
