//! One thread on which all JavaScript runs: microtasks, ticks, immediates, timers, sockets. Other
//! threads only ever send a message and wake it.
mod exchange;
mod failures;
mod handlers;
mod helpers;
pub mod part;
mod rejections;
mod socket;
mod timers;
pub mod tls;

use failures::Failure;
use handlers::{Handlers, Kind};
use helpers::Mailbox;
use polling::{Event, Events, PollMode, Poller};
pub use rejections::watch_rejections;
use rquickjs::{Ctx, Object, Persistent};
use socket::{Socket, State};
use std::cell::RefCell;
use std::collections::HashMap;
use std::mem::MaybeUninit;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;
use timers::Timers;

/// Read at a time, in bytes.
const SCRATCH: usize = 256 * 1024;

pub enum Message {
    Addresses(u32, std::io::Result<Vec<SocketAddr>>),
    Signal(i32),
    /// What writing met is told later, as everything else of a socket.
    Failed(u32, Failure),
}

pub struct EventLoop {
    mailbox: Mailbox,
    messages: Receiver<Message>,
    /// Answers of helper threads that the process stays for.
    awaited: usize,
    /// Whether a signal may come, which only a message tells.
    hears_signals: bool,
    sockets: HashMap<u32, Socket>,
    last_id: u32,
    timers: Timers,
    has_ticks: bool,
    has_immediates: bool,
    handlers: Option<Persistent<Object<'static>>>,
    /// What an answer is read into that is waited for in place.
    answer: Vec<u8>,
}

thread_local! {
    static LOOP: RefCell<EventLoop> = RefCell::new(EventLoop::new());
}

/// Whoever borrows the loop calls no JavaScript meanwhile.
fn with<T>(f: impl FnOnce(&mut EventLoop) -> T) -> T {
    LOOP.with(|it| f(&mut it.borrow_mut()))
}

impl EventLoop {
    fn new() -> Self {
        let (sender, messages) = channel();
        let poller = Arc::new(Poller::new().expect("a poller of the system"));
        EventLoop {
            mailbox: Mailbox { sender, poller },
            messages,
            awaited: 0,
            hears_signals: false,
            sockets: HashMap::new(),
            last_id: 0,
            timers: Timers::default(),
            has_ticks: false,
            has_immediates: false,
            handlers: None,
            answer: Vec::new(),
        }
    }

    fn new_id(&mut self) -> u32 {
        self.last_id = self.last_id.wrapping_add(1);
        self.last_id
    }

    fn keeps_running(&self) -> bool {
        self.awaited > 0
            || self.has_immediates
            || self.timers.keep_running()
            || self.sockets.values().any(|socket| socket.keeps && socket.state != State::Ended)
    }

    fn look_up(&mut self, id: u32, name: String, port: u16) -> std::io::Result<()> {
        helpers::look_up(self.mailbox.clone(), id, name, port)?;
        self.awaited += 1;
        Ok(())
    }

    fn tell(&mut self, message: Message) {
        self.awaited += 1;
        let _ = self.mailbox.sender.send(message);
        let _ = self.mailbox.poller.notify();
    }

    fn dial(&mut self, id: u32) -> Result<(), Failure> {
        let Some(socket) = self.sockets.get_mut(&id) else { return Ok(()) };
        unwatch(&self.mailbox.poller, socket);
        socket.dial()?;
        watch(&self.mailbox.poller, id, socket)
    }

    /// Tells the system what a socket waits for.
    fn arm(&self, id: u32) {
        if let Some((socket, raw)) = self.sockets.get(&id).and_then(|s| Some((s, s.raw.as_ref()?)))
        {
            let interest = interest(id, socket);
            let _ = self.mailbox.poller.modify_with_mode(raw, interest, PollMode::Level);
        }
    }

    fn remove(&mut self, id: u32) {
        if let Some(mut socket) = self.sockets.remove(&id) {
            unwatch(&self.mailbox.poller, &mut socket);
        }
    }

    /// A lone idle connection, where nothing else can happen: it is waited for by reading it, one
    /// system call instead of three.
    fn lone(&mut self) -> Option<u32> {
        // Elsewhere a socket that waits where it is read would wait where it is written, too.
        let nothing_else = cfg!(unix)
            && self.sockets.len() == 1
            && self.awaited == 0
            && !self.hears_signals
            && !self.has_immediates
            && self.timers.is_empty();
        let (id, socket) = self.sockets.iter_mut().next().filter(|_| nothing_else)?;
        let raw = socket.raw.as_ref().filter(|_| socket.is_idle())?;
        if !socket.blocking {
            raw.set_nonblocking(false).ok()?;
            socket.blocking = true;
        }
        Some(*id)
    }

    fn unblock(&mut self) {
        for socket in self.sockets.values_mut().filter(|socket| socket.blocking) {
            socket.blocking = false;
            if let Some(raw) = &socket.raw {
                let _ = raw.set_nonblocking(true);
            }
        }
    }
}

fn interest(id: u32, socket: &Socket) -> Event {
    Event::new(id as usize, socket.wants_read(), socket.wants_write())
}

fn watch(poller: &Poller, id: u32, socket: &Socket) -> Result<(), Failure> {
    if let Some(raw) = &socket.raw {
        // SAFETY: `unwatch` goes before every drop of a watched socket.
        unsafe { poller.add_with_mode(raw, interest(id, socket), PollMode::Level) }?;
    }
    Ok(())
}

fn unwatch(poller: &Poller, socket: &mut Socket) {
    if let Some(raw) = socket.raw.take() {
        let _ = poller.delete(&raw);
    }
}

/// Runs until nothing is left to wait for. The status that the process ends with.
pub fn run(ctx: &Ctx<'_>) -> i32 {
    let handlers = match Handlers::of(ctx) {
        Ok(handlers) => handlers,
        Err(error) => {
            eprintln!("{error}");
            return 70;
        }
    };
    // A module that is evaluated is itself a microtask: others go on before the first tick.
    while ctx.execute_pending_job() {}
    handlers.drain(ctx);
    let mut turn =
        Turn { ctx, handlers, events: Events::new(), scratch: Vec::with_capacity(SCRATCH) };
    while turn.go() {}
    turn.handlers.exit_code()
}

struct Turn<'a, 'js> {
    ctx: &'a Ctx<'js>,
    handlers: Handlers<'js>,
    events: Events,
    scratch: Vec<u8>,
}

impl Turn<'_, '_> {
    /// False once nothing keeps the process running.
    fn go(&mut self) -> bool {
        self.immediates();
        self.timers();
        if !with(|it| it.keeps_running()) {
            self.handlers.before_exit(self.ctx);
            return with(|it| it.keeps_running());
        }
        match with(EventLoop::lone) {
            Some(id) => self.receive(id),
            None => self.wait(),
        }
        true
    }

    fn immediates(&mut self) {
        if with(|it| std::mem::take(&mut it.has_immediates)) {
            self.handlers.immediate(self.ctx);
        }
    }

    fn timers(&mut self) {
        if with(|it| it.timers.is_empty()) {
            return;
        }
        for id in with(|it| it.timers.ripe()) {
            if with(|it| it.timers.take(id)) {
                self.handlers.timer(self.ctx, id);
            }
        }
    }

    fn wait(&mut self) {
        let (poller, timeout) = with(|it| {
            it.unblock();
            let timeout = if it.has_immediates { Some(Duration::ZERO) } else { it.timers.wait() };
            (it.mailbox.poller.clone(), timeout)
        });
        self.events.clear();
        if let Err(error) = poller.wait(&mut self.events, timeout) {
            if error.kind() != std::io::ErrorKind::Interrupted {
                eprintln!("waiting failed: {error}");
                std::process::exit(70);
            }
        }
        self.messages();
        let ready: Vec<Event> = self.events.iter().collect();
        for event in ready {
            self.ready(event);
        }
    }

    fn messages(&mut self) {
        while let Ok(message) = with(|it| it.messages.try_recv()) {
            match message {
                Message::Signal(number) => self.handlers.signal(self.ctx, number),
                Message::Failed(id, failure) => {
                    with(|it| it.awaited -= 1);
                    if with(|it| it.sockets.contains_key(&id)) {
                        self.fail(id, failure);
                    }
                }
                Message::Addresses(id, found) => {
                    with(|it| it.awaited -= 1);
                    self.found(id, found);
                }
            }
        }
    }

    /// Addresses for a socket, or for whoever asked for a name alone.
    fn found(&mut self, id: u32, found: std::io::Result<Vec<SocketAddr>>) {
        let is_socket = with(|it| it.sockets.contains_key(&id));
        match found {
            Err(error) => self.fail(id, Failure::name(&error)),
            Ok(addresses) if is_socket => {
                let dialled = with(|it| {
                    if let Some(socket) = it.sockets.get_mut(&id) {
                        socket.addresses = addresses.into();
                    }
                    it.dial(id)
                });
                self.or_fail(id, dialled);
            }
            Ok(addresses) => {
                let texts: Vec<_> = addresses.iter().map(|one| one.ip().to_string()).collect();
                self.handlers.socket(self.ctx, (id, Kind::Found as u8, texts));
            }
        }
    }

    fn ready(&mut self, event: Event) {
        let id = event.key as u32;
        match with(|it| it.sockets.get(&id).map(|socket| socket.state)) {
            Some(State::Connecting) => self.connected(id),
            Some(_) => {
                if event.writable {
                    self.flush(id);
                }
                if event.readable {
                    self.receive(id);
                }
            }
            None => {}
        }
    }

    fn connected(&mut self, id: u32) {
        let connected = with(|it| {
            let Some(socket) = it.sockets.get_mut(&id) else { return Ok(false) };
            match socket.connect_error()? {
                Some(_) if !socket.addresses.is_empty() => it.dial(id).map(|()| false),
                Some(error) => Err(error.into()),
                None => {
                    let opened = socket.open();
                    it.arm(id);
                    opened.map(|()| true)
                }
            }
        });
        match connected {
            Err(failure) => self.fail(id, failure),
            Ok(true) if !with(|it| it.sockets.get(&id).is_some_and(Socket::is_secure)) => {
                self.handlers.socket(self.ctx, (id, Kind::Connected as u8));
            }
            Ok(_) => {}
        }
    }

    fn flush(&mut self, id: u32) {
        let drained = with(|it| {
            let drained = it.sockets.get_mut(&id).map_or(Ok(false), Socket::flush);
            it.arm(id);
            drained
        });
        match drained {
            Ok(true) => self.handlers.socket(self.ctx, (id, Kind::Drained as u8)),
            Ok(false) => {}
            Err(failure) => self.fail(id, failure),
        }
    }

    fn receive(&mut self, id: u32) {
        let mut scratch = std::mem::take(&mut self.scratch);
        self.receive_into(id, scratch.spare_capacity_mut());
        self.scratch = scratch;
    }

    fn receive_into(&mut self, id: u32, scratch: &mut [MaybeUninit<u8>]) {
        let Some(received) = with(|it| {
            let received = it.sockets.get_mut(&id).map(|socket| socket.receive(scratch));
            if it.sockets.get(&id).is_some_and(|s| s.is_secure() || s.state == State::Ended) {
                it.arm(id);
            }
            received
        }) else {
            return;
        };
        if received.secured {
            let protocol = with(|it| it.sockets.get(&id).and_then(Socket::protocol));
            self.handlers.socket(self.ctx, (id, Kind::Connected as u8, protocol));
        }
        if !received.data.is_empty() || received.ended {
            self.hand_over(id, &received.data, received.ended);
        }
        match received.failure {
            Some(failure) => self.fail(id, failure),
            None if received.ended => self.handlers.socket(self.ctx, (id, Kind::Ended as u8)),
            None => {}
        }
    }

    fn hand_over(&mut self, id: u32, data: &[u8], ended: bool) {
        let Some(mut reader) = with(|it| it.sockets.get_mut(&id).and_then(|s| s.reader.take()))
        else {
            if !data.is_empty() {
                self.handlers.data(self.ctx, id, data);
            }
            return;
        };
        let ctx = self.ctx;
        let answer = reader.push(data, ended, |answer| handlers::values_of(ctx, answer));
        with(|it| it.sockets.get_mut(&id).map(|socket| socket.reader = Some(reader)));
        match answer {
            Ok(Some(values)) => self.handlers.answer(self.ctx, id, values),
            Ok(None) => {}
            Err(message) => self.fail(id, Failure::http(message)),
        }
    }

    fn or_fail(&mut self, id: u32, result: Result<(), Failure>) {
        if let Err(failure) = result {
            self.fail(id, failure);
        }
    }

    fn fail(&mut self, id: u32, failure: Failure) {
        with(|it| it.remove(id));
        let arguments = (id, Kind::Failed as u8, failure.code, failure.message);
        self.handlers.socket(self.ctx, arguments);
    }
}
