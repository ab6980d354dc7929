//! The audit log: where it goes, who signs it, and what else has its checkpoints.

use std::path::PathBuf;
use std::sync::Arc;

use zt_audit::CheckpointKey;

use super::Reader;
use crate::config::{AuditConfig, AuditTarget, TokenForm, TokenSource};

const KEY: &str = "audit_key";
const ANCHOR: &str = "audit_anchor";

impl Reader {
    pub(super) fn audit(&mut self, tokens: Option<&TokenSource>) -> AuditConfig {
        let target = match self.text("audit").as_deref() {
            None | Some("stderr") => AuditTarget::Stderr,
            Some(path) => AuditTarget::File(PathBuf::from(path)),
        };
        let key = self.checkpoint_key(tokens);
        let anchor = self.anchor(&target);
        AuditConfig { target, key, anchor }
    }

    /// Whoever signs tokens could sign a log that never was, so this key signs nothing else.
    fn checkpoint_key(&mut self, tokens: Option<&TokenSource>) -> Option<Arc<CheckpointKey>> {
        self.find(KEY)?;
        let text = self.secret(KEY)?;
        let Ok(key) = CheckpointKey::parse(&text) else {
            self.fault(KEY, "found something else in the file, expected one `k4.secret...`");
            return None;
        };
        if let Some(TokenSource::Issuers(issuers)) = tokens
            && issuers.iter().any(|issuer| signs_tokens(&issuer.form, key.id()))
        {
            self.fault(
                KEY,
                "it is the key of an issuer in `keys` too, and would sign tokens and the log; make one for the log alone",
            );
        }
        Some(Arc::new(key))
    }

    fn anchor(&mut self, target: &AuditTarget) -> Option<PathBuf> {
        let anchor = self.text(ANCHOR).map(PathBuf::from)?;
        if self.find(KEY).is_none() {
            self.missing(KEY, "without it there is no checkpoint that `audit_anchor` could take");
        }
        match target {
            AuditTarget::Stderr => {
                self.missing("audit", "`audit_anchor` is for a log that goes on in a file");
            }
            AuditTarget::File(log) if *log == anchor => {
                self.fault(ANCHOR, "it is the log itself; what cuts one must not reach the other");
            }
            AuditTarget::File(_) => {}
        }
        Some(anchor)
    }
}

fn signs_tokens(form: &TokenForm, id: &str) -> bool {
    matches!(form, TokenForm::Paseto { keys, .. } if keys.holds(id))
}
