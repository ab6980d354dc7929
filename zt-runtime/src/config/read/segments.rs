//! Segments: each with an audience and a listener of its own, so that neither a token nor a request of one means anything in
//! another.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::Arc;

use zt_core::grammar::segment_name::MAIN;

use super::{Listener, Reader};
use crate::config::keys::{ISSUERS, SEGMENTS};
use crate::config::{Bounds, IssuerConfig, SegmentConfig, TokenSource};

/// What [`MAIN`] may say in a table of its own. The rest of it stands outside of tables.
const OF_MAIN: &str = "issuers";

impl Reader {
    /// The issuers of [`MAIN`], where its table lists them, and every other segment.
    pub(super) fn segments(
        &mut self,
        listeners: &[Listener],
        tokens: Option<&TokenSource>,
        bounds: &Bounds,
    ) -> (Option<Vec<String>>, Vec<SegmentConfig>) {
        let mut main = None;
        let mut segments = Vec::new();
        for name in self.names(&SEGMENTS) {
            self.within(&SEGMENTS, Some(&name), |reader| {
                reader.refuse_unknown();
                if name == MAIN {
                    main = reader.main_issuers(tokens);
                } else {
                    segments.push(reader.segment(&name, tokens, bounds));
                }
            });
        }
        self.apart(listeners, &segments);
        self.audiences_apart(tokens, &segments);
        (main, segments)
    }

    fn main_issuers(&mut self, tokens: Option<&TokenSource>) -> Option<Vec<String>> {
        let others: Vec<_> =
            self.keys().map(|key| key.name).filter(|key| *key != OF_MAIN).collect();
        for key in others {
            if self.find(key).is_some() {
                let what =
                    format!("`{MAIN}` has what stands outside of tables; write `{key}` there");
                self.fault(key, what);
            }
        }
        self.segment_issuers(tokens)
    }

    fn segment(
        &mut self,
        name: &str,
        tokens: Option<&TokenSource>,
        bounds: &Bounds,
    ) -> SegmentConfig {
        let audience = self.segment_audience(tokens);
        let issuers = self.segment_issuers(tokens);
        let listen = self.parsed("listen", |text| text.parse().ok());
        let tls = self.tls();
        if self.find("listen").is_none() && self.find("tls_listen").is_none() {
            self.missing("listen", "a segment that nobody reaches serves nobody");
        }
        let listeners: Vec<Listener> = listen
            .map(|listen| ("listen", listen))
            .into_iter()
            .chain(tls.as_ref().map(|tls| ("tls_listen", tls.listen)))
            .collect();
        if matches!(tokens, Some(TokenSource::Development(_))) {
            self.only_loopback(&listeners);
        }
        let Bounds { body, time, at_once, .. } = *bounds;
        let bounds = Bounds { body, time, at_once, ..self.bounds(&listeners) };
        SegmentConfig { name: name.to_owned(), audience, issuers, listen, tls, bounds }
    }

    fn segment_audience(&mut self, tokens: Option<&TokenSource>) -> Option<Arc<str>> {
        if matches!(tokens, Some(TokenSource::Development(_))) {
            self.refuse_in_development("audience");
            return None;
        }
        self.needed("audience").map(Arc::from)
    }

    fn segment_issuers(&mut self, tokens: Option<&TokenSource>) -> Option<Vec<String>> {
        let listed = self.find("issuers").is_some();
        let known: Vec<_> = match tokens {
            Some(TokenSource::Development(_)) => {
                self.refuse_in_development("issuers");
                return None;
            }
            Some(TokenSource::Issuers(all)) => {
                all.iter().filter_map(|it| it.name.clone()).collect()
            }
            None => return None,
        };
        let names = self.list("issuers").filter(|_| listed)?;
        for name in names.iter().filter(|name| !known.contains(name)) {
            let what = format!("found {name:?}, and there is no table [{}.{name}]", ISSUERS.name);
            self.fault("issuers", what);
        }
        Some(names)
    }

    fn refuse_in_development(&mut self, key: &'static str) {
        if self.find(key).is_some() {
            let what = "with profile = development the service issues its own tokens; remove one of the two";
            self.fault(key, what);
        }
    }

    /// One address can't be the door to two segments.
    fn apart(&mut self, listeners: &[Listener], segments: &[SegmentConfig]) {
        let mut taken: Vec<(String, SocketAddr)> = listeners
            .iter()
            .map(|(key, listen)| ((*key).to_owned(), *listen))
            .filter(|(_, listen)| listen.port() != 0)
            .collect();
        for segment in segments {
            let own = [("listen", segment.listen), ("tls_listen", segment.tls_listen())];
            for (key, listen) in own.into_iter().filter_map(|(key, it)| Some((key, it?))) {
                let first = taken.iter().find(|(_, other)| *other == listen);
                if let Some((first, _)) = first {
                    let what = format!(
                        "found {listen}, which `{first}` has too; each segment listens by itself"
                    );
                    self.of_segment(segment, |reader| reader.fault(key, what));
                }
                let place = format!("{}.{}.{key}", SEGMENTS.name, segment.name);
                taken.extend((listen.port() != 0).then_some((place, listen)));
            }
        }
    }

    /// A token says by its audience in which segment it counts.
    fn audiences_apart(&mut self, tokens: Option<&TokenSource>, segments: &[SegmentConfig]) {
        let mut taken: BTreeSet<Arc<str>> = match tokens {
            Some(TokenSource::Issuers(all)) => all.iter().map(audience_of).collect(),
            _ => BTreeSet::new(),
        };
        for segment in segments {
            let Some(audience) = &segment.audience else { continue };
            if !taken.insert(Arc::clone(audience)) {
                let what = format!(
                    "found {audience:?}, which another segment has too; a token for one would count in both"
                );
                self.of_segment(segment, |reader| reader.fault("audience", what));
            }
        }
    }

    fn of_segment(&mut self, segment: &SegmentConfig, then: impl FnOnce(&mut Self)) {
        self.within(&SEGMENTS, Some(&segment.name), then);
    }
}

fn audience_of(issuer: &IssuerConfig) -> Arc<str> {
    Arc::clone(&issuer.terms.audience)
}

impl SegmentConfig {
    pub(crate) fn tls_listen(&self) -> Option<SocketAddr> {
        self.tls.as_ref().map(|tls| tls.listen)
    }
}
