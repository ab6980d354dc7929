//! Who is told of findings: an address of your own, by a POST for each.
//!
//! It isn't waited for: alerts wait in a short queue, one is sent at a time, and tried again for a minute. What is lost is
//! counted, and said by the next one; the audit log has them all.

use std::fmt;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::sync::mpsc::{self, Receiver, Sender};
use tokio::time::sleep;
use zt_watch::Finding;

use super::event::{EventKey, event};
use crate::audit::FindingRecord;
use crate::clock::Clock;
use crate::edge::trace_id;
use crate::outbound::{Outbound, SafeUrl};

/// Alerts on their way. They come one for each finding, not for each request.
const WAITING: usize = 64;

/// So often one is sent, if need be; the pause doubles each time: a minute in all.
const TRIES: u32 = 6;
const FIRST_PAUSE: Duration = Duration::from_secs(2);

/// Where alerts go.
#[derive(Debug, Clone)]
pub(crate) struct AlertsConfig {
    pub(crate) url: SafeUrl,
    /// What signs them.
    pub(crate) key: Option<EventKey>,
    /// Who the service is (`iss`).
    pub(crate) issuer: String,
}

/// Takes what is to be told.
pub(crate) struct Alerts {
    sender: Sender<Alert>,
    config: AlertsConfig,
    clock: Clock,
    lost: Arc<AtomicU64>,
}

struct Alert {
    media: &'static str,
    body: Vec<u8>,
    /// Alerts before it that it says were lost: they still are, if it is lost too.
    lost: u64,
}

impl Alerts {
    /// Sends on the thread that asks others.
    pub(crate) fn start(
        config: AlertsConfig,
        outbound: Option<Outbound>,
        clock: Clock,
    ) -> io::Result<Self> {
        Self::start_with(config, outbound, clock, FIRST_PAUSE)
    }

    pub(super) fn start_with(
        config: AlertsConfig,
        outbound: Option<Outbound>,
        clock: Clock,
        pause: Duration,
    ) -> io::Result<Self> {
        let outbound = outbound.map_or_else(Outbound::start, Ok)?;
        let (sender, receiver) = mpsc::channel(WAITING);
        let lost = Arc::new(AtomicU64::new(0));
        let delivery = Delivery {
            outbound: outbound.clone(),
            url: config.url.clone(),
            pause,
            lost: lost.clone(),
        };
        outbound.spawn(delivery.run(receiver));
        Ok(Self { sender, config, clock, lost })
    }

    /// Tells a finding. It waits for nothing.
    pub(super) fn tell(&self, finding: &Finding, record: &FindingRecord) {
        let lost = self.lost.swap(0, Ordering::Relaxed);
        let Some(alert) = self.alert(finding, record, lost) else {
            self.lost.fetch_add(lost.saturating_add(1), Ordering::Relaxed);
            tracing::error!("an alert could not be written or signed");
            return;
        };
        if self.sender.try_send(alert).is_err() {
            self.lost.fetch_add(lost.saturating_add(1), Ordering::Relaxed);
            tracing::error!("an alert was lost: too many wait for the address that takes them");
        }
    }

    fn alert(&self, finding: &Finding, record: &FindingRecord, lost: u64) -> Option<Alert> {
        let AlertsConfig { url, key, issuer } = &self.config;
        let (parties, id) = ((&**issuer, url.as_str()), trace_id()?);
        let event = event(finding, record, parties, &id, self.clock.now(), lost);
        let (media, body) = match key {
            // RFC 8935 §2
            Some(key) => ("application/secevent+jwt", key.sign(&event)?),
            None => ("application/json", event.to_string()),
        };
        Some(Alert { media, body: body.into_bytes(), lost })
    }
}

/// The other end of the queue. It holds the thread that it runs on, for as long as somebody could tell something.
struct Delivery {
    outbound: Outbound,
    url: SafeUrl,
    pause: Duration,
    lost: Arc<AtomicU64>,
}

impl Delivery {
    async fn run(self, mut receiver: Receiver<Alert>) {
        while let Some(alert) = receiver.recv().await {
            if !self.deliver(&alert).await {
                self.lost.fetch_add(alert.lost.saturating_add(1), Ordering::Relaxed);
            }
        }
    }

    async fn deliver(&self, alert: &Alert) -> bool {
        let mut pause = self.pause;
        for tries_left in (0..TRIES).rev() {
            let posted = self.outbound.post(&self.url, alert.media, alert.body.clone()).await;
            let told = match posted {
                Ok(200..=299) => return true,
                Ok(status) => format!("answered {status}"),
                Err(fault) => fault.to_string(),
            };
            tracing::warn!(tries_left, told, "an alert wasn't taken");
            if tries_left > 0 {
                sleep(pause).await;
                pause *= 2;
            }
        }
        tracing::error!("an alert was lost: nobody took it");
        false
    }
}

impl fmt::Debug for Alerts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Alerts").field("url", &self.config.url).finish_non_exhaustive()
    }
}
