//! How many documents wait for the indexing threads: tantivy would take in ten thousand, and each holds its
//! texts several times.

use std::sync::{Condvar, Mutex};
use std::time::Duration;

/// Documents that wait, at most.
const LONGEST: usize = 64;

/// How long a document waits to be one of them. An indexing thread that has failed takes no more; the writer
/// tells why as soon as it gets the next document.
const PATIENCE: Duration = Duration::from_secs(2);

/// The documents between whoever makes them and the indexing threads.
#[derive(Default)]
pub(super) struct Queue {
    waiting: Mutex<usize>,
    shorter: Condvar,
}

impl Queue {
    /// A document comes; returns when there is room for it.
    pub(super) fn enter(&self) {
        let waiting = self.waiting.lock().expect("no thread panics while it holds this");
        let is_full = |waiting: &mut usize| *waiting >= LONGEST;
        let in_time = self.shorter.wait_timeout_while(waiting, PATIENCE, is_full);
        let (mut waiting, _) = in_time.expect("no thread panics while it holds this");
        *waiting += 1;
    }

    /// An indexing thread has taken a document.
    pub(super) fn leave(&self) {
        let mut waiting = self.waiting.lock().expect("no thread panics while it holds this");
        *waiting = waiting.saturating_sub(1);
        drop(waiting);
        self.shorter.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_comes_waits_until_somebody_leaves() {
        let queue = Queue::default();
        for _ in 0..LONGEST {
            queue.enter();
        }
        std::thread::scope(|scope| {
            let one_more = scope.spawn(|| queue.enter());
            queue.leave();
            one_more.join().expect("it does not panic");
        });
        assert_eq!(*queue.waiting.lock().expect("nobody holds it"), LONGEST);
    }
}
