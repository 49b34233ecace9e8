//! What keeps the server up when a part of the program fails: a panic is a mistake of ours, and must not end what an
//! author has open.

use std::panic::{AssertUnwindSafe, catch_unwind, set_hook};
use std::sync::{LockResult, PoisonError};

/// Does a piece of work. `None` if it panicked: then whatever it was changing has to be made anew.
pub(crate) fn attempt<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok()
}

/// What a lock guards, also when a thread panicked while it held the lock: each of ours is replaced or extended in one
/// step, so it is whole.
pub(crate) fn held<T>(taken: LockResult<T>) -> T {
    taken.unwrap_or_else(PoisonError::into_inner)
}

/// Keeps what a panic prints off the terminal, for whoever calls [`attempt`] says what it means. It stays for those who
/// look for the mistake, with `RUST_BACKTRACE` set.
pub(crate) fn hide_panics() {
    if std::env::var_os("RUST_BACKTRACE").is_none() {
        set_hook(Box::new(|_| {}));
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[test]
    fn work_that_panics_ends_alone_and_leaves_its_lock_to_others() {
        let number = Mutex::new(1);
        let failed = attempt(|| {
            *held(number.lock()) += 1;
            let _guard = held(number.lock());
            panic!("as a library does");
        });
        assert_eq!(failed, None::<()>);
        assert!(number.is_poisoned());
        assert_eq!(attempt(|| *held(number.lock())), Some(2));
    }
}
