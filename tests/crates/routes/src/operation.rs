//! The descriptions of real APIs: what somebody else says that each operation needs.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

/// A described API.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Api {
    pub(crate) module: &'static str,
    pub(crate) file: &'static str,
}

pub(crate) const APIS: [Api; 4] = [
    Api { module: "spotify", file: "spotify.routes.json" },
    Api { module: "asana", file: "asana.routes.json" },
    Api { module: "gmail", file: "google.gmail.v1.routes.json" },
    Api { module: "compute", file: "google.compute.v1.routes.json" },
];

/// One operation.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Operation {
    pub(crate) id: String,
    pub(crate) method: String,
    path: String,
    /// All scopes of one of these lists. No list at all lets everybody in, an empty one every caller.
    pub(crate) alternatives: Vec<Vec<String>>,
}

impl Operation {
    /// zt's paths know no verb behind a colon: `/{id}:enable` becomes `/{id}/enable`.
    pub(crate) fn path(&self) -> String {
        self.path.replace(':', "/")
    }
}

/// Where an API's description is, seen from this crate.
pub(crate) fn file(package: &Path, api: Api) -> PathBuf {
    package.join("../../../../shared/interop/routes").join(api.file)
}

pub(crate) fn read(file: &Path) -> Option<Vec<Operation>> {
    serde_json::from_slice(&fs::read(file).ok()?).ok()
}
