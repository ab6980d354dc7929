//! Who is at the other end of a socket, for as long as it is open.

use std::fmt;
use std::net::IpAddr;
use std::rc::Rc;

use bytes::Bytes;

use super::{End, Watch};
use crate::identity::{Credential, Identity, Scheme};
use crate::problem::Refusal;
use crate::route::Route;

/// A socket that is open, as far as what is said over it is concerned.
pub(crate) struct Line {
    pub(crate) watch: Rc<Watch>,
    /// Which of the gate's routes it is.
    pub(crate) route: usize,
    pub(crate) peer: IpAddr,
    /// The scheme in which its caller is challenged.
    pub(crate) scheme: Scheme,
    /// The trace of its opening.
    pub(crate) trace: String,
    /// The token, where services are called onward for its holder.
    pub(crate) credential: Option<Rc<Credential>>,
}

/// What was said, by a caller who counts at this moment. Made by [`Line::hear`] only.
pub(crate) struct Heard<'g> {
    pub(crate) route: &'g Route,
    pub(crate) identity: Rc<Identity>,
    pub(crate) credential: Option<Rc<Credential>>,
    pub(crate) peer: IpAddr,
    pub(crate) params: Bytes,
}

impl Line {
    /// Hears a message, whose route is of this socket. Who has lost the right to the socket says nothing over it any more.
    pub(crate) fn hear<'g>(&self, route: &'g Route, params: Bytes) -> Result<Heard<'g>, Refusal> {
        if !self.watch.stands() {
            return Err(match self.watch.end() {
                Some(End::Refused(refusal)) => refusal,
                _ => Refusal::NoCredential,
            });
        }
        let (identity, credential) = (self.watch.identity(), self.credential.clone());
        Ok(Heard { route, identity, credential, peer: self.peer, params })
    }
}

impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Line").field("trace", &self.trace).finish_non_exhaustive()
    }
}
