//! The socket at which we listen, and the threads that answer what comes.

use std::io::{self, ErrorKind, Read as _, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread::{Builder, Scope};
use std::time::{Duration, Instant};

use super::connections::{Connection, Connections, Purpose};
use super::reply::Reply;
use super::request::{Heads, NoRequest, Request};
use crate::serve::survive::{attempt, held};

/// How long to wait before the system is asked for a connection again that it refused.
const PAUSE: Duration = Duration::from_millis(25);

/// How long a client that still sends gets to read that it shall not.
const FAREWELL: Duration = Duration::from_secs(2);

/// How long a client may take nothing of what it is sent, in a stream of news.
const PATIENCE: Duration = Duration::from_secs(30);

/// A trouble that was quiet for so long is over.
const EPISODE: Duration = Duration::from_secs(60);

/// What requests are answered with.
pub(in crate::serve) trait Answering: Sync {
    /// The answer to a request; `None` if it is a stream.
    fn answer(&self, request: &Request) -> Option<Reply>;

    /// Sends a stream, with its head, until the client goes away or the connection is ended.
    fn stream(&self, client: &mut dyn Write) -> io::Result<()>;

    /// Has every stream send something, for then it sees whether its connection was ended.
    fn wake_streams(&self);

    /// Tells the author what happened.
    fn say(&self, words: &str);
}

/// Takes connections in.
pub(in crate::serve) struct Listener {
    socket: TcpListener,
    address: SocketAddr,
    connections: Arc<Connections>,
    trouble: Episode,
}

impl Listener {
    pub(in crate::serve) fn bind(wanted: SocketAddr) -> io::Result<Listener> {
        let socket = TcpListener::bind(wanted)?;
        let address = socket.local_addr()?;
        let connections = Arc::new(Connections::new());
        Ok(Listener { socket, address, connections, trouble: Episode::default() })
    }

    pub(in crate::serve) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers requests until the program is stopped, whatever the system refuses meanwhile.
    pub(in crate::serve) fn run(&self, answering: &dyn Answering) {
        std::thread::scope(|scope| {
            loop {
                let accepted = self.socket.accept();
                let _ = attempt(|| match accepted {
                    Ok((stream, peer)) => self.take_in(scope, answering, stream, peer),
                    Err(error) => self.bear(&error, answering),
                });
            }
        });
    }

    /// Gives a connection a thread, or refuses it.
    fn take_in<'s>(
        &'s self,
        scope: &'s Scope<'s, '_>,
        answering: &'s dyn Answering,
        stream: TcpStream,
        peer: SocketAddr,
    ) {
        if !self.makes_room(answering) {
            return refuse(&stream);
        }
        let connection = self.connections.add(stream);
        let stream = Arc::clone(&connection.stream);
        let talk = move || talk(&connection, peer, answering);
        if let Err(error) = Builder::new().spawn_scoped(scope, talk) {
            self.tell(answering, &format!("the system gives the server no thread ({error})"));
            refuse(&stream);
        }
    }

    /// Whether there is room for one more connection, after another one gave way if need be.
    fn makes_room(&self, answering: &dyn Answering) -> bool {
        if self.connections.has_room() {
            return true;
        }
        let most = self.connections.most();
        self.tell(answering, &format!("more than {most} connections are open at once"));
        self.end_one(answering) && self.connections.wait_for_room()
    }

    /// Goes on after the system has given no connection.
    fn bear(&self, error: &io::Error, answering: &dyn Answering) {
        use ErrorKind::{ConnectionAborted, ConnectionReset, Interrupted};
        if matches!(error.kind(), ConnectionAborted | ConnectionReset | Interrupted) {
            // The client went away before it was taken in.
            return;
        }
        self.tell(answering, &format!("the system gives the server no connection ({error})"));
        self.end_one(answering);
        std::thread::sleep(PAUSE);
    }

    fn end_one(&self, answering: &dyn Answering) -> bool {
        let ended = self.connections.end_one();
        if ended == Some(Purpose::Streaming) {
            answering.wake_streams();
        }
        ended.is_some()
    }

    /// Tells of a trouble, once while it lasts.
    fn tell(&self, answering: &dyn Answering, what: &str) {
        if self.trouble.begins() {
            answering.say(&format!(
                "warning: {what}; the server closes those that wait the longest, and goes on"
            ));
        }
    }
}

/// Times of trouble.
#[derive(Default)]
struct Episode {
    last: Mutex<Option<Instant>>,
}

impl Episode {
    /// Takes note of a trouble. Returns whether it is a new one.
    fn begins(&self) -> bool {
        let last = held(self.last.lock()).replace(Instant::now());
        last.is_none_or(|last| last.elapsed() > EPISODE)
    }
}

/// Says that there is no room. Nothing has been sent yet, so nobody has to wait for that.
fn refuse(stream: &TcpStream) {
    let reply = Reply::words(503, "too many requests at once").with("Retry-After", "1");
    let _ = reply.send(None, false, stream);
}

/// Answers the requests that come over a connection, until it ends.
fn talk(connection: &Connection, peer: SocketAddr, answering: &dyn Answering) {
    let stream = &*connection.stream;
    // An answer goes out at once, in as many pieces as it has (RFC 896 would have all but the first wait).
    let _ = stream.set_nodelay(true);
    let mut heads = Heads::new(stream, peer);
    loop {
        connection.is_for(Purpose::Waiting);
        let (reply, request) = match heads.next() {
            Ok(request) => {
                connection.is_for(Purpose::Answering);
                match answered(&request, answering) {
                    Some(reply) => (reply, Some(request)),
                    None => return stream_news(connection, answering),
                }
            }
            Err(NoRequest::Refused(reply)) => (reply, None),
            Err(NoRequest::Ended) => return,
        };
        let keeps_open = request.as_ref().is_some_and(Request::keeps_open);
        let is_sent = reply.send(request.as_ref(), keeps_open, stream);
        if is_sent.is_err() {
            return;
        }
        if !keeps_open {
            connection.is_for(Purpose::Waiting);
            return take_leave(stream);
        }
    }
}

/// The answer to a request, also when the program fails on it.
fn answered(request: &Request, answering: &dyn Answering) -> Option<Reply> {
    attempt(|| answering.answer(request)).unwrap_or_else(|| {
        let target = &request.target;
        answering.say(&format!("the program failed on `{target}`, which is a mistake of its own"));
        Some(Reply::words(500, "the program failed on this address, which is a mistake of its own"))
    })
}

fn stream_news(connection: &Connection, answering: &dyn Answering) {
    connection.is_for(Purpose::Streaming);
    if connection.limit_streams() {
        answering.wake_streams();
    }
    let mut stream = &*connection.stream;
    if stream.set_write_timeout(Some(PATIENCE)).is_ok() {
        // It ends when the page is closed.
        let _ = attempt(|| answering.stream(&mut stream));
    }
}

/// Ends a connection of which the client may still send: if we closed it with something unread, the client would not
/// get our answer.
fn take_leave(mut stream: &TcpStream) {
    let end = Instant::now() + FAREWELL;
    let _ = stream.shutdown(Shutdown::Write);
    let mut unread = [0; 16 * 1024];
    loop {
        let left = end.saturating_duration_since(Instant::now());
        let may_read = !left.is_zero() && stream.set_read_timeout(Some(left)).is_ok();
        if !may_read || !matches!(stream.read(&mut unread), Ok(1..)) {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Answers one address, fails on all others, and takes note of what it says.
    #[derive(Default)]
    struct Fails {
        said: Mutex<Vec<String>>,
    }

    impl Answering for Fails {
        fn answer(&self, request: &Request) -> Option<Reply> {
            assert_eq!(request.target, "/right", "as a library does");
            Some(Reply::words(200, "right"))
        }

        fn stream(&self, _: &mut dyn Write) -> io::Result<()> {
            Ok(())
        }

        fn wake_streams(&self) {}

        fn say(&self, words: &str) {
            held(self.said.lock()).push(words.to_owned());
        }
    }

    impl Fails {
        fn said(&self) -> Vec<String> {
            held(self.said.lock()).clone()
        }
    }

    fn listener() -> Listener {
        Listener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).expect("a port is free")
    }

    #[test]
    fn a_connection_that_the_system_refuses_costs_another_one_and_is_told_once() {
        const TOO_MANY_OPEN_FILES: i32 = 24;
        let (listener, fails) = (listener(), Fails::default());
        let mut client = TcpStream::connect(listener.address()).expect("it listens");
        let (stream, _) = listener.socket.accept().expect("one is there");
        let _open = listener.connections.add(stream);
        listener.bear(&ErrorKind::ConnectionAborted.into(), &fails);
        assert_eq!(fails.said(), Vec::<String>::new(), "that client went away");
        for _ in 0..3 {
            listener.bear(&io::Error::from_raw_os_error(TOO_MANY_OPEN_FILES), &fails);
        }
        assert_eq!(client.read(&mut [0]).expect("its connection has ended"), 0);
        assert_eq!(fails.said().len(), 1, "{:?}", fails.said());
    }

    #[test]
    fn a_request_on_which_the_program_fails_is_answered_and_the_next_one_too() {
        let listener: &'static Listener = Box::leak(Box::new(listener()));
        let fails: &'static Fails = Box::leak(Box::default());
        std::thread::spawn(|| listener.run(fails));
        let mut client = TcpStream::connect(listener.address()).expect("it listens");
        client.write_all(b"GET /wrong HTTP/1.1\r\n\r\n").expect("it reads");
        client.write_all(b"GET /right HTTP/1.0\r\n\r\n").expect("it reads");
        let mut answers = String::new();
        client.read_to_string(&mut answers).expect("it answers");
        assert!(answers.starts_with("HTTP/1.1 500") && answers.ends_with("right\n"), "{answers}");
        assert_eq!(fails.said(), ["the program failed on `/wrong`, which is a mistake of its own"]);
    }
}
