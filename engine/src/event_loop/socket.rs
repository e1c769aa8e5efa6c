//! One TCP connection, with or without TLS: what it may do next, and what came.
use super::failures::Failure;
use super::tls;
use crate::natives::http_reader::Reader;
use rustls::ClientConnection;
use socket2::{Domain, SockAddr, Type};
use std::borrow::Cow;
use std::collections::VecDeque;
use std::io::{ErrorKind, Read, Write};
use std::mem::MaybeUninit;
use std::net::SocketAddr;

#[derive(PartialEq, Clone, Copy, Debug)]
pub enum State {
    /// Its name is looked up.
    Resolving,
    Connecting,
    Open,
    /// The other side sends no more.
    Ended,
}

pub struct Socket {
    pub state: State,
    pub raw: Option<socket2::Socket>,
    /// To be tried in order.
    pub addresses: VecDeque<SocketAddr>,
    pub tls_options: Option<tls::Options>,
    tls: Option<Box<ClientConnection>>,
    secured: bool,
    /// What the system did not take yet.
    out: Vec<u8>,
    /// Written before the connection was there, in the clear.
    early: Vec<u8>,
    /// Whether JavaScript was told to wait.
    wants_drain: bool,
    ends: bool,
    pub paused: bool,
    pub keeps: bool,
    pub blocking: bool,
    /// Set where answers of HTTP are put together here.
    pub reader: Option<Reader>,
}

/// What reading gave.
#[derive(Default)]
pub struct Received<'a> {
    pub secured: bool,
    pub data: Cow<'a, [u8]>,
    pub ended: bool,
    pub failure: Option<Failure>,
}

impl Socket {
    pub fn new(tls_options: Option<tls::Options>) -> Self {
        Socket {
            state: State::Resolving,
            raw: None,
            addresses: VecDeque::new(),
            tls_options,
            tls: None,
            secured: false,
            out: Vec::new(),
            early: Vec::new(),
            wants_drain: false,
            ends: false,
            paused: false,
            keeps: true,
            blocking: false,
            reader: None,
        }
    }

    /// Begins to connect to the next address.
    pub fn dial(&mut self) -> Result<(), Failure> {
        let mut last = Failure::from(std::io::Error::from(ErrorKind::AddrNotAvailable));
        while let Some(address) = self.addresses.pop_front() {
            match connect(address) {
                Ok(raw) => {
                    self.raw = Some(raw);
                    self.state = State::Connecting;
                    return Ok(());
                }
                Err(error) => last = error.into(),
            }
        }
        Err(last)
    }

    /// Why connecting to the last address failed, if it did.
    pub fn connect_error(&self) -> Result<Option<std::io::Error>, Failure> {
        Ok(self.raw.as_ref().map_or(Ok(None), socket2::Socket::take_error)?)
    }

    /// The connection is there: what was written before goes out.
    pub fn open(&mut self) -> Result<(), Failure> {
        self.state = State::Open;
        if let Some(options) = self.tls_options.take() {
            return self.secure(&options);
        }
        let early = std::mem::take(&mut self.early);
        self.send(&[&early])
    }

    /// Goes on in TLS, on a connection that is open.
    pub fn secure(&mut self, options: &tls::Options) -> Result<(), Failure> {
        let mut tls = tls::connection(options).map_err(Failure::tls)?;
        let _ = tls.writer().write_all(&std::mem::take(&mut self.early));
        self.tls = Some(Box::new(tls));
        self.flush_tls()
    }

    pub fn is_secure(&self) -> bool {
        self.tls.is_some()
    }

    pub fn protocol(&self) -> Option<String> {
        let name = self.tls.as_ref()?.alpn_protocol()?;
        Some(String::from_utf8_lossy(name).into_owned())
    }

    pub fn wants_write(&self) -> bool {
        self.state == State::Connecting || !self.out.is_empty()
    }

    pub fn wants_read(&self) -> bool {
        self.state == State::Open && !self.paused
    }

    /// Whether nothing but its next bytes is to be waited for.
    pub fn is_idle(&self) -> bool {
        self.wants_read() && self.tls.is_none() && self.out.is_empty()
    }

    /// False where the system did not take all.
    pub fn write(&mut self, parts: &[&[u8]]) -> Result<bool, Failure> {
        let taken = match (&mut self.tls, self.state) {
            (Some(tls), _) => {
                for part in parts {
                    let _ = tls.writer().write_all(part);
                }
                self.flush_tls()?;
                self.out.is_empty()
            }
            (None, State::Resolving | State::Connecting) => {
                parts.iter().for_each(|part| self.early.extend_from_slice(part));
                false
            }
            _ => {
                self.send(parts)?;
                self.out.is_empty()
            }
        };
        self.wants_drain |= !taken;
        Ok(taken)
    }

    fn flush_tls(&mut self) -> Result<(), Failure> {
        let mut sealed = Vec::new();
        if let Some(tls) = &mut self.tls {
            while tls.wants_write() {
                tls.write_tls(&mut sealed)?;
            }
        }
        if sealed.is_empty() { Ok(()) } else { self.send(&[&sealed]) }
    }

    /// Gives the system what it takes, and keeps the rest.
    fn send(&mut self, parts: &[&[u8]]) -> Result<(), Failure> {
        let mut sent = 0;
        if let (true, Some(raw)) = (self.out.is_empty(), &self.raw) {
            let slices: Vec<_> = parts.iter().map(|part| std::io::IoSlice::new(part)).collect();
            sent = loop {
                match raw.send_vectored_with_flags(&slices, NEVER_WAITS) {
                    Ok(sent) => break sent,
                    Err(error) if error.kind() == ErrorKind::Interrupted => {}
                    Err(error) if error.kind() == ErrorKind::WouldBlock => break 0,
                    Err(error) => return Err(error.into()),
                }
            };
        }
        for part in parts {
            let skipped = sent.min(part.len());
            sent -= skipped;
            self.out.extend_from_slice(&part[skipped..]);
        }
        Ok(())
    }

    /// The system takes more. True where JavaScript waits for that and all has left.
    pub fn flush(&mut self) -> Result<bool, Failure> {
        let out = std::mem::take(&mut self.out);
        self.send(&[&out])?;
        if !self.out.is_empty() {
            return Ok(false);
        }
        if self.ends {
            self.finish();
        }
        Ok(std::mem::take(&mut self.wants_drain))
    }

    /// Sends no more, once all has left.
    pub fn end(&mut self) -> Result<(), Failure> {
        self.ends = true;
        if let Some(tls) = &mut self.tls {
            tls.send_close_notify();
            self.flush_tls()?;
        }
        if self.out.is_empty() && self.state != State::Connecting {
            self.finish();
        }
        Ok(())
    }

    fn finish(&mut self) {
        if let Some(raw) = &self.raw {
            let _ = raw.shutdown(std::net::Shutdown::Write);
        }
    }

    /// Reads once into `scratch`, and opens what is sealed.
    pub fn receive<'a>(&mut self, scratch: &'a mut [MaybeUninit<u8>]) -> Received<'a> {
        let Some(raw) = &self.raw else { return Received::default() };
        match raw.recv(scratch) {
            Ok(count) => {
                // SAFETY: the system has written these.
                let bytes = unsafe { scratch[..count].assume_init_ref() };
                self.take(bytes)
            }
            Err(error) => {
                let again = matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted);
                let failure = (!again).then(|| error.into());
                Received { failure, ..Default::default() }
            }
        }
    }

    fn take<'a>(&mut self, bytes: &'a [u8]) -> Received<'a> {
        let mut received = match &mut self.tls {
            None => Received { data: bytes.into(), ..Default::default() },
            Some(tls) => unseal(tls, bytes),
        };
        if let Some(tls) = &self.tls {
            received.secured = !self.secured && !tls.is_handshaking();
            self.secured |= received.secured;
            if let Err(failure) = self.flush_tls() {
                received.failure.get_or_insert(failure);
            }
        }
        received.ended |= bytes.is_empty();
        if received.ended {
            self.state = State::Ended;
        }
        received
    }
}

fn unseal(tls: &mut ClientConnection, mut sealed: &[u8]) -> Received<'static> {
    let mut received = Received::default();
    let mut data = Vec::new();
    while !sealed.is_empty() {
        if tls.read_tls(&mut sealed).is_err() {
            break;
        }
        match tls.process_new_packets() {
            Ok(state) => {
                let at = data.len();
                data.resize(at + state.plaintext_bytes_to_read(), 0);
                let _ = tls.reader().read_exact(&mut data[at..]);
                received.ended |= state.peer_has_closed();
            }
            Err(error) => {
                received.failure = Some(Failure::tls(error));
                break;
            }
        }
    }
    received.data = data.into();
    received
}

/// Also where reading waits.
#[cfg(unix)]
const NEVER_WAITS: i32 = libc::MSG_DONTWAIT;

#[cfg(not(unix))]
const NEVER_WAITS: i32 = 0;

fn connect(address: SocketAddr) -> std::io::Result<socket2::Socket> {
    let raw = socket2::Socket::new(Domain::for_address(address), Type::STREAM, None)?;
    raw.set_nonblocking(true)?;
    raw.set_tcp_nodelay(true)?;
    match raw.connect(&SockAddr::from(address)) {
        Err(error) if !is_under_way(&error) => Err(error),
        _ => Ok(raw),
    }
}

fn is_under_way(error: &std::io::Error) -> bool {
    #[cfg(unix)]
    if error.raw_os_error() == Some(libc::EINPROGRESS) {
        return true;
    }
    error.kind() == ErrorKind::WouldBlock
}
