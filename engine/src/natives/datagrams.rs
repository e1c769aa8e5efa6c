//! `native.datagrams`: sent and forgotten, as the daemons beside a function take them.
use crate::values::{Bytes, throw_code, view};
use rquickjs::{Ctx, Function, Object, Result};
use std::cell::RefCell;
use std::io::{Error, ErrorKind};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};

thread_local! {
    /// For each version of IP, open once something was sent.
    static SOCKETS: RefCell<[Option<UdpSocket>; 2]> = const { RefCell::new([None, None]) };
}

pub fn part<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let part = Object::new(ctx.clone())?;
    let send = |ctx: Ctx<'js>, address: String, port: u16, data: Bytes<'js>| {
        send(&address, port, view(&data)).map_err(|error| {
            let code = match error.kind() {
                ErrorKind::InvalidInput => "EINVAL",
                ErrorKind::NetworkUnreachable => "ENETUNREACH",
                ErrorKind::HostUnreachable => "EHOSTUNREACH",
                ErrorKind::PermissionDenied => "EACCES",
                _ => "EIO",
            };
            throw_code(&ctx, code, &format!("send {code} {address}:{port}"))
        })
    };
    part.set("send", Function::new(ctx.clone(), send)?)?;
    Ok(part)
}

fn send(address: &str, port: u16, data: &[u8]) -> std::io::Result<()> {
    let ip: IpAddr = address.parse().map_err(|_| Error::from(ErrorKind::InvalidInput))?;
    SOCKETS.with_borrow_mut(|sockets| {
        let socket = &mut sockets[usize::from(ip.is_ipv6())];
        let open = match socket {
            Some(open) => open,
            None => socket.insert(open(ip)?),
        };
        match open.send_to(data, SocketAddr::new(ip, port)) {
            // The system has no room: it is lost, as every datagram may be.
            Err(error) if error.kind() == ErrorKind::WouldBlock => Ok(()),
            // What the one before met.
            Err(error) if error.kind() == ErrorKind::ConnectionRefused => Ok(()),
            sent => sent.map(|_| ()),
        }
    })
}

fn open(ip: IpAddr) -> std::io::Result<UdpSocket> {
    let own: IpAddr = match ip {
        IpAddr::V4(_) => Ipv4Addr::UNSPECIFIED.into(),
        IpAddr::V6(_) => Ipv6Addr::UNSPECIFIED.into(),
    };
    let socket = UdpSocket::bind((own, 0))?;
    socket.set_nonblocking(true)?;
    Ok(socket)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reaches_who_listens_in_both_versions_of_ip() {
        for address in ["127.0.0.1", "::1"] {
            let ip: IpAddr = address.parse().unwrap();
            let Ok(listener) = UdpSocket::bind((ip, 0)) else { continue };
            let port = listener.local_addr().unwrap().port();
            send(address, port, b"sent").unwrap();
            let mut got = [0; 8];
            assert_eq!(listener.recv(&mut got).unwrap(), 4);
        }
    }

    #[test]
    fn nobody_there_is_no_error() {
        for _ in 0..3 {
            send("127.0.0.1", 1, b"x").unwrap();
        }
        assert!(send("localhost", 1, b"x").is_err());
    }
}
