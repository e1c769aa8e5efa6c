//! What waits on threads of its own: names that are looked up, and signals.
use super::Message;
use polling::Poller;
use std::net::{SocketAddr, ToSocketAddrs};
use std::sync::Arc;
use std::sync::mpsc::Sender;

/// What `getaddrinfo` needs of stack, in bytes.
const STACK: usize = 128 * 1024;

#[derive(Clone)]
pub struct Mailbox {
    pub sender: Sender<Message>,
    pub poller: Arc<Poller>,
}

impl Mailbox {
    fn send(&self, message: Message) {
        // Neither fails while the loop runs, and afterwards nobody reads.
        let _ = self.sender.send(message);
        let _ = self.poller.notify();
    }
}

pub fn look_up(mailbox: Mailbox, id: u32, name: String, port: u16) -> std::io::Result<()> {
    let body = move || {
        let found = (name.as_str(), port).to_socket_addrs().map(addresses_in_order);
        mailbox.send(Message::Addresses(id, found));
    };
    std::thread::Builder::new().stack_size(STACK).spawn(body).map(|_| ())
}

/// IPv4 first: a function in a VPC has a way out for it only, unless told otherwise.
fn addresses_in_order(found: impl Iterator<Item = SocketAddr>) -> Vec<SocketAddr> {
    let mut all: Vec<_> = found.collect();
    all.sort_by_key(SocketAddr::is_ipv6);
    all.dedup();
    all
}

#[cfg(unix)]
pub fn listen_to(mailbox: Mailbox, signal: i32) -> std::io::Result<()> {
    let (read, write) = std::os::unix::net::UnixStream::pair()?;
    signal_hook::low_level::pipe::register(signal, write)?;
    let body = move || {
        use std::io::Read;
        let mut read = read;
        let mut one = [0];
        while read.read_exact(&mut one).is_ok() {
            mailbox.send(Message::Signal(signal));
        }
    };
    std::thread::Builder::new().stack_size(STACK).spawn(body).map(|_| ())
}

/// What the system does with a signal that nobody listens to any more.
#[cfg(unix)]
pub fn by_default(signal: i32) {
    let _ = signal_hook::low_level::emulate_default_handler(signal);
}

#[cfg(not(unix))]
pub fn by_default(_: i32) {}

/// On Windows a process that is to end is ended.
#[cfg(not(unix))]
pub fn listen_to(_: Mailbox, _: i32) -> std::io::Result<()> {
    Ok(())
}
