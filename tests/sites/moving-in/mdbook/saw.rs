# use oil;
// ANCHOR: cut
fn cut() {}
// ANCHOR_END: cut
