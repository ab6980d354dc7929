//! What is said over a socket that is open: each message is decided about by its own rule, and has its own record.

use std::sync::Arc;

use bytes::Bytes;

use super::answer::{Answer, Refused};
use super::{Gate, placed, unrecorded};
use crate::access::Admission;
use crate::audit::Entry;
use crate::problem::Refusal;
use crate::route::Route;
use crate::stream::Line;
use crate::stream::rpc::{self, Call, Code};

/// The method in the record of a message. No request has it.
const MESSAGE: &str = "MESSAGE";

impl Gate {
    /// Answers one message, and writes exactly one audit record of it.
    pub(crate) async fn hear(self: &Arc<Self>, line: &Line, text: Bytes) -> Bytes {
        let (mut entry, trace) = match self.begin(MESSAGE, line.peer) {
            Ok(begun) => begun,
            Err(refusal) => return rpc::answer(None, Code::Status, &unrecorded(&refusal)),
        };
        entry.set_socket(&line.trace);
        entry.set_identity(&line.watch.identity());
        let call = match Call::read(&text) {
            Ok(call) => call,
            Err(fault) => {
                let refusal = Refusal::MalformedRequest(fault.reason());
                let answer = self.refused(line, refusal, &trace);
                return rpc::answer(None, fault.code(), &answer.close(entry));
            }
        };
        let Call { id, name, params } = call;
        let (code, answer) = match self.router.message(line.route, &name) {
            Ok(route) => {
                let answer = self.answer_message(line, route, params, &mut entry, &trace).await;
                (Code::Status, answer)
            }
            Err(unknown) => (Code::MethodNotFound, self.refused(line, unknown, &trace)),
        };
        rpc::answer(Some(&id), code, &answer.close(entry))
    }

    async fn answer_message(
        &self,
        line: &Line,
        route: &Route,
        params: Bytes,
        entry: &mut Entry,
        trace: &str,
    ) -> Answer {
        entry.set_endpoint(route.name(), route.pattern.clone(), route.rule_digest.clone());
        let heard = placed(route, line.peer).and_then(|()| line.hear(route, params));
        let heard = heard.and_then(|heard| {
            self.measures.check_caller(&heard.identity)?;
            Ok(heard)
        });
        let admitted = match heard {
            Ok(heard) => Admission::of_message(heard, &self.desk(), self.now(), trace).await,
            Err(refusal) => Err(refusal),
        };
        match admitted {
            Ok(admission) => self.call(admission, None, line.scheme, entry).await,
            Err(refusal) => self.refused(line, refusal, trace),
        }
    }

    fn refused(&self, line: &Line, refusal: Refusal, trace: &str) -> Answer {
        let refused = Refused::from(self.counted(line.peer, refusal));
        Answer::refused(&refused, trace, line.scheme)
    }
}
