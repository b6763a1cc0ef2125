//! The socket that browsers connect to.

use std::{
    io::{self, ErrorKind},
    net::{IpAddr, SocketAddr, TcpListener, UdpSocket},
};

use super::super::{Problem, problem::reason};

/// The port that is tried first: no other site generator's, for the first May Day.
pub const PORT: u16 = 1886;
/// The address that only this machine sees.
pub const HOST: &str = "127.0.0.1";
/// How many ports are tried.
const TRIES: u16 = 100;

/// A socket that is bound, and not yet served.
#[derive(Debug)]
pub struct Listening {
    pub(super) listener: TcpListener,
    /// The name or address that was asked for.
    pub(super) host: String,
    bound: SocketAddr,
}

impl Listening {
    /// Takes this port, or the next that is free.
    ///
    /// # Errors
    /// When the host is none of this machine's addresses, or no port is to be had.
    pub fn open(host: &str, port: Option<u16>) -> Result<Self, Problem> {
        let host = host.trim_start_matches('[').trim_end_matches(']');
        let first = port.unwrap_or(PORT);
        for port in first..=first.saturating_add(TRIES) {
            match bind(host, port) {
                Ok((listener, bound)) => return Ok(Self { listener, host: host.to_owned(), bound }),
                Err(error) if error.kind() == ErrorKind::AddrInUse => {}
                Err(error) => return Err(refused(host, port, &error)),
            }
        }
        Err(Problem::new(format!("no port from {first} on is free on {host}")).help("name another one with --port"))
    }

    /// The port that was taken.
    pub fn port(&self) -> u16 {
        self.bound.port()
    }

    /// Whether other machines can connect.
    pub fn is_open_to_others(&self) -> bool {
        !self.bound.ip().is_loopback()
    }

    /// The address to open in a browser, with a slash at its end.
    pub fn address(&self) -> String {
        let host = if self.bound.ip().is_unspecified() { seen_from_others() } else { self.host.clone() };
        let host = if host.contains(':') { format!("[{host}]") } else { host };
        format!("http://{host}:{}/", self.port())
    }
}

fn bind(host: &str, port: u16) -> io::Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind((host, port))?;
    listener.set_nonblocking(true)?;
    let bound = listener.local_addr()?;
    Ok((listener, bound))
}

fn refused(host: &str, port: u16, error: &io::Error) -> Problem {
    let problem = Problem::new(format!("cannot listen on {host}, port {port}: {}", reason(error)));
    match error.kind() {
        ErrorKind::PermissionDenied => problem.help("name a port above 1023 with --port"),
        _ => problem.help(
            "--host takes an address of this machine: 127.0.0.1 is seen from here alone, 0.0.0.0 from the whole network",
        ),
    }
}

/// This machine's address in its network, else the one that only it sees.
fn seen_from_others() -> String {
    // Connecting such a socket sends nothing; it only asks the system which way it would send.
    let ask = || -> io::Result<IpAddr> {
        let socket = UdpSocket::bind(("0.0.0.0", 0))?;
        socket.connect(("192.0.2.1", 9))?;
        Ok(socket.local_addr()?.ip())
    };
    ask().map_or_else(|_| HOST.to_owned(), |address| address.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_that_is_taken_is_passed_over() {
        let first = Listening::open(HOST, Some(0)).unwrap();
        let second = Listening::open(HOST, Some(first.port())).unwrap();
        assert!(second.port() > first.port());
        assert_eq!(second.address(), format!("http://127.0.0.1:{}/", second.port()));
        assert!(!second.is_open_to_others());
    }

    #[test]
    fn an_address_of_another_machine_is_refused_with_help() {
        let problem = Listening::open("192.0.2.1", None).unwrap_err();
        assert!(problem.message.starts_with("cannot listen on 192.0.2.1, port 1886: "), "{problem}");
        assert!(problem.help[0].contains("127.0.0.1"), "{problem}");
    }

    #[test]
    fn all_addresses_are_shown_as_one_that_can_be_opened() {
        let open = Listening::open("0.0.0.0", Some(0)).unwrap();
        assert!(open.is_open_to_others());
        assert!(!open.address().contains("0.0.0.0"), "{}", open.address());
    }
}
