//! Open connections: how many there may be, and which of them gives way to a new one.

use std::collections::BTreeMap;
use std::net::{Shutdown, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::Duration;

use crate::serve::survive::held;

/// Connections at most, where the system does not set a lower limit. Each has a thread.
const MOST: usize = 256;

/// The least that a browser can work with.
const LEAST: usize = 8;

/// How long one that was told to end may take for it.
const FAREWELL: Duration = Duration::from_millis(100);

/// All open connections.
pub(super) struct Connections {
    open: Mutex<ConnectionTable>,
    /// Told whenever one ends.
    fewer: Condvar,
    most: usize,
}

#[derive(Default)]
struct ConnectionTable {
    all: BTreeMap<u64, OpenConnection>,
    /// Counts the connections, and the changes of what they are for.
    clock: u64,
}

struct OpenConnection {
    stream: Arc<TcpStream>,
    purpose: Purpose,
    /// Since when it is for that, by the clock.
    since: u64,
}

/// What a connection is for, now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Purpose {
    /// Nothing, until the next request is there.
    Waiting,
    Answering,
    /// News, until its page is closed.
    Streaming,
    /// Nothing any more.
    Ending,
}

/// An open connection. It ends when this is dropped.
pub(super) struct Connection {
    pub(super) stream: Arc<TcpStream>,
    number: u64,
    all: Arc<Connections>,
}

impl Connections {
    pub(super) fn new() -> Connections {
        Connections::up_to(most())
    }

    fn up_to(most: usize) -> Connections {
        Connections { open: Mutex::default(), fewer: Condvar::new(), most }
    }

    /// How many there may be.
    pub(super) fn most(&self) -> usize {
        self.most
    }

    pub(super) fn add(self: &Arc<Connections>, stream: TcpStream) -> Connection {
        let stream = Arc::new(stream);
        let mut open = self.open();
        let number = open.tick();
        let entry = OpenConnection {
            stream: Arc::clone(&stream),
            purpose: Purpose::Waiting,
            since: number,
        };
        open.all.insert(number, entry);
        Connection { stream, number, all: Arc::clone(self) }
    }

    pub(super) fn has_room(&self) -> bool {
        self.open().all.len() < self.most
    }

    /// Ends one that others can do without: the one that has waited for the longest, or, where more of them are streams, the
    /// oldest of those, whose page opens another one. Returns what it was for.
    pub(super) fn end_one(&self) -> Option<Purpose> {
        let mut open = self.open();
        let are_streams = open.count(Purpose::Streaming) > open.count(Purpose::Waiting);
        let purpose = if are_streams { Purpose::Streaming } else { Purpose::Waiting };
        open.end_oldest(purpose).then_some(purpose)
    }

    /// Ends the oldest stream if more than half of all connections are streams. Returns whether they are.
    pub(super) fn limit_streams(&self) -> bool {
        let mut open = self.open();
        open.count(Purpose::Streaming) > self.most / 2 && open.end_oldest(Purpose::Streaming)
    }

    /// Waits a moment for one to end that was told to; returns whether there is room.
    pub(super) fn wait_for_room(&self) -> bool {
        let is_full = |open: &mut ConnectionTable| open.all.len() >= self.most;
        let waited = self.fewer.wait_timeout_while(self.open(), FAREWELL, is_full);
        !held(waited).1.timed_out()
    }

    fn open(&self) -> MutexGuard<'_, ConnectionTable> {
        held(self.open.lock())
    }
}

impl ConnectionTable {
    fn tick(&mut self) -> u64 {
        self.clock += 1;
        self.clock
    }

    fn count(&self, purpose: Purpose) -> usize {
        self.all.values().filter(|entry| entry.purpose == purpose).count()
    }

    fn end_oldest(&mut self, purpose: Purpose) -> bool {
        let some = self.all.values_mut().filter(|entry| entry.purpose == purpose);
        let Some(oldest) = some.min_by_key(|entry| entry.since) else { return false };
        oldest.purpose = Purpose::Ending;
        // Whoever reads from it or writes to it is told; one that is gone already is fine, too.
        let _ = oldest.stream.shutdown(Shutdown::Both);
        true
    }
}

impl Connection {
    /// From now on, it is for that, unless it was told to end.
    pub(super) fn is_for(&self, purpose: Purpose) {
        let mut open = self.all.open();
        let since = open.tick();
        let entry = open.all.get_mut(&self.number);
        if let Some(entry) = entry.filter(|entry| entry.purpose != Purpose::Ending) {
            entry.purpose = purpose;
            entry.since = since;
        }
    }

    /// Ends the oldest stream if there are too many; returns whether there were.
    pub(super) fn limit_streams(&self) -> bool {
        self.all.limit_streams()
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        let ended = self.all.open().all.remove(&self.number);
        drop(ended);
        self.all.fewer.notify_all();
    }
}

/// How many connections the system leaves us. A connection may have a file open, and as many are left for
/// everything else, so that a site can be read while all are in use.
fn most() -> usize {
    const FILES: usize = 3;
    files_at_once().map_or(MOST, |files| (files / FILES).clamp(LEAST, MOST))
}

/// How many files and connections this process may have open; `None` where there is no limit or the system does not tell.
#[cfg(unix)]
fn files_at_once() -> Option<usize> {
    use rustix::process::{Resource, getrlimit};
    usize::try_from(getrlimit(Resource::Nofile).current?).ok()
}

#[cfg(not(unix))]
fn files_at_once() -> Option<usize> {
    None
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;
    use std::net::TcpListener;

    use super::*;

    struct Pair {
        server: Option<Connection>,
        client: TcpStream,
    }

    impl Pair {
        fn new(all: &Arc<Connections>, listener: &TcpListener) -> Pair {
            let address = listener.local_addr().expect("it has one");
            let client = TcpStream::connect(address).expect("it listens");
            let (server, _) = listener.accept().expect("one is there");
            Pair { server: Some(all.add(server)), client }
        }

        fn is_for(&self, purpose: Purpose) {
            self.server.as_ref().expect("it is open").is_for(purpose);
        }

        fn is_ended(&self) -> bool {
            self.client.set_nonblocking(true).expect("it can be set");
            matches!((&self.client).read(&mut [0]), Ok(0))
        }
    }

    #[test]
    fn the_oldest_of_those_that_are_more_gives_way() {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let all = Arc::new(Connections::up_to(4));
        let mut pairs = [(); 4].map(|()| Pair::new(&all, &listener));
        assert!(!all.has_room());
        for (at, purpose) in [
            (2, Purpose::Streaming),
            (1, Purpose::Streaming),
            (3, Purpose::Waiting),
            (0, Purpose::Answering),
        ] {
            pairs[at].is_for(purpose);
        }
        for ended in [2, 3, 1] {
            assert!(!pairs[ended].is_ended());
            assert!(all.end_one().is_some());
            assert!(pairs[ended].is_ended(), "{ended}");
        }
        assert_eq!(all.end_one(), None, "the last one is in use");
        pairs[1].server = None;
        assert!(all.has_room() && all.wait_for_room());
    }

    #[test]
    fn half_of_the_connections_are_streams_at_most() {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let all = Arc::new(Connections::up_to(4));
        let pairs = [(); 3].map(|()| Pair::new(&all, &listener));
        for pair in &pairs {
            pair.is_for(Purpose::Streaming);
        }
        assert!(all.limit_streams() && !all.limit_streams());
        assert_eq!(pairs.each_ref().map(Pair::is_ended), [true, false, false]);
    }
}
