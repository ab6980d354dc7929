//! A stream as a WebSocket (RFC 6455): frames out, frames in. What is said in them is the gate's.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use actix_http::body::{BodySize, MessageBody};
use actix_http::ws::{
    CloseCode, CloseReason, Codec, Frame as Received, Item, Message, ProtocolError,
};
use bytes::{Bytes, BytesMut};
use tokio_util::codec::{Decoder as _, Encoder as _};

use super::body;
use super::streaming::Streaming;
use crate::stream::rpc;
use crate::stream::{End, Frame, Misspoken};

/// What stands before a frame's payload (RFC 6455 §5.2).
const LONGEST_HEAD: usize = 14;

/// The socket of one connection. It lives inside of the answer to the request that opened it.
pub(super) struct WebSocket {
    out: Streaming,
    incoming: body::Incoming,
    codec: Codec,
    /// What came, and is no whole frame yet.
    came: BytesMut,
    /// The text that is coming in several frames.
    partial: Option<BytesMut>,
    most: usize,
    /// The last frame has gone out.
    closed: bool,
}

/// What a client's frame asks for.
enum Said {
    Text(Bytes),
    Ping(Bytes),
    /// Nothing that anybody has to answer.
    Nothing,
    /// It goes away.
    Close,
}

impl WebSocket {
    pub(super) fn new(out: Streaming, incoming: body::Incoming) -> Self {
        let most = out.stream.longest_message();
        let codec = Codec::new().max_size(most);
        let (came, partial) = (BytesMut::new(), None);
        Self { out, incoming, codec, came, partial, most, closed: false }
    }

    /// The bytes that go out next; `None` once all did.
    fn poll_out(&mut self, context: &mut Context<'_>) -> Poll<Option<Bytes>> {
        loop {
            if self.closed {
                return Poll::Ready(None);
            }
            match self.out.poll_frame(context) {
                Poll::Ready(Some(frame)) => return Poll::Ready(Some(self.frame(&frame))),
                Poll::Ready(None) => return Poll::Ready(Some(self.close())),
                Poll::Pending => {}
            }
            // The next message is taken once the one before is answered: a client can't pile them up.
            if !self.out.stream.listens() {
                return Poll::Pending;
            }
            match ready!(self.poll_said(context)) {
                Ok(Said::Text(text)) => self.out.stream.hear(text),
                Ok(Said::Ping(data)) => {
                    return Poll::Ready(Some(self.encoded(Message::Pong(data))));
                }
                Ok(Said::Nothing) => {}
                Ok(Said::Close) => self.out.stream.finish(End::Gone),
                Err(misspoken) => self.out.stream.finish(End::Misspoken(misspoken)),
            }
        }
    }

    /// The next frame of the client's.
    fn poll_said(&mut self, context: &mut Context<'_>) -> Poll<Result<Said, Misspoken>> {
        loop {
            match self.codec.decode(&mut self.came) {
                Ok(Some(received)) => return Poll::Ready(self.said(received)),
                // The codec waits for the whole of a frame before it says that it is too long.
                Ok(None) if self.came.len() > self.most.saturating_add(LONGEST_HEAD) => {
                    return Poll::Ready(Err(Misspoken::TooLong));
                }
                Ok(None) => {}
                Err(fault) => return Poll::Ready(Err(misspoken(&fault))),
            }
            match ready!(self.incoming.poll(context)) {
                Some(Ok(bytes)) => self.came.extend_from_slice(&bytes),
                Some(Err(_)) | None => return Poll::Ready(Ok(Said::Close)),
            }
        }
    }

    fn said(&mut self, received: Received) -> Result<Said, Misspoken> {
        match received {
            Received::Text(text) => whole(text),
            Received::Ping(data) => Ok(Said::Ping(data)),
            Received::Pong(_) => Ok(Said::Nothing),
            Received::Close(_) => Ok(Said::Close),
            Received::Binary(_) | Received::Continuation(Item::FirstBinary(_)) => {
                Err(Misspoken::Binary)
            }
            Received::Continuation(Item::FirstText(piece)) => {
                self.partial = Some(BytesMut::new());
                self.continued(&piece)
            }
            Received::Continuation(Item::Continue(piece)) => self.continued(&piece),
            Received::Continuation(Item::Last(piece)) => {
                self.continued(&piece)?;
                whole(self.partial.take().unwrap_or_default().freeze())
            }
        }
    }

    fn continued(&mut self, piece: &[u8]) -> Result<Said, Misspoken> {
        let partial = self.partial.as_mut().ok_or(Misspoken::NoFrame)?;
        if partial.len().saturating_add(piece.len()) > self.most {
            return Err(Misspoken::TooLong);
        }
        partial.extend_from_slice(piece);
        Ok(Said::Nothing)
    }

    fn frame(&mut self, frame: &Frame) -> Bytes {
        let text = match frame {
            Frame::Event(view) => rpc::event(view),
            Frame::Answer(answer) => answer.clone(),
            Frame::Alive => return self.encoded(Message::Ping(Bytes::new())),
        };
        match text.try_into() {
            Ok(text) => self.encoded(Message::Text(text)),
            // JSON is text: nobody gets here.
            Err(_) => self.close(),
        }
    }

    /// The last frame: why it is over.
    fn close(&mut self) -> Bytes {
        self.closed = true;
        let code = self.out.stream.ended().map_or(CloseCode::Normal, close_code);
        self.encoded(Message::Close(Some(CloseReason { code, description: None })))
    }

    fn encoded(&mut self, message: Message) -> Bytes {
        let mut bytes = BytesMut::new();
        if self.codec.encode(message, &mut bytes).is_err() {
            self.closed = true;
        }
        bytes.freeze()
    }
}

/// RFC 6455 §8.1
fn whole(text: Bytes) -> Result<Said, Misspoken> {
    match str::from_utf8(&text) {
        Ok(_) => Ok(Said::Text(text)),
        Err(_) => Err(Misspoken::NoText),
    }
}

const fn misspoken(fault: &ProtocolError) -> Misspoken {
    match fault {
        ProtocolError::Overflow => Misspoken::TooLong,
        _ => Misspoken::NoFrame,
    }
}

/// RFC 6455 §7.4.1. Why a right is lost stands in the audit log alone.
fn close_code(end: &End) -> CloseCode {
    match end {
        End::Handled(_, 500..) => CloseCode::Error,
        End::Handled(..) | End::Gone | End::Old => CloseCode::Normal,
        End::Shutdown => CloseCode::Away,
        End::Refused(refusal) if refusal.is_fault() => CloseCode::Error,
        End::Refused(_) => CloseCode::Policy,
        End::Misspoken(Misspoken::NoFrame) => CloseCode::Protocol,
        End::Misspoken(Misspoken::Binary) => CloseCode::Unsupported,
        End::Misspoken(Misspoken::NoText) => CloseCode::Invalid,
        End::Misspoken(Misspoken::TooLong) => CloseCode::Size,
    }
}

impl MessageBody for WebSocket {
    type Error = Infallible;

    fn size(&self) -> BodySize {
        BodySize::Stream
    }

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Self::Error>>> {
        self.poll_out(context).map(|bytes| bytes.map(Ok))
    }
}
