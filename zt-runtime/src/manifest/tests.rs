//! The document of small services.
