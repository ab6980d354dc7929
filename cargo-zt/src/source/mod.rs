//! What is seen in the source without building it. It reads what rustc would read, `#[cfg(test)]` aside, and says when
//! it can't.

mod annotation;
pub(crate) mod application;
mod beside;
mod chain;
mod chains;
mod conditional;
mod files;
mod hand_impls;
mod here;
mod included;
mod listeners;
mod literal;
mod mounted;
mod names;
mod private_door;
pub(crate) mod routes;
mod scopes;
mod stores;
mod tokens;
mod waivers;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use proc_macro2::Span;
use zt_core::grammar::Date;

use crate::failure::Failure;
use crate::finding::{Finding, Place};
use crate::project::{Package, Project};
use annotation::Annotations;
use files::Module;
use names::Names;

pub(crate) use annotation::Endpoint;
pub(crate) use beside::Beside;

/// One crate: a library or a program.
pub(crate) struct Unit {
    /// As paths from other crates spell it.
    name: String,
    package: String,
    is_program: bool,
    modules: Vec<Module>,
    names: Names,
    annotations: Annotations,
}

/// What the scan knows, for the parts that come after it.
#[derive(Default)]
pub(crate) struct Scan {
    pub(crate) findings: Vec<Finding>,
    /// Every endpoint.
    pub(crate) endpoints: Vec<Endpoint>,
    /// The name of every store.
    pub(crate) stores: BTreeSet<String>,
    /// How many services there are.
    pub(crate) services: usize,
    /// Files with the lines of a program's `main`, which starts before the first request.
    pub(crate) mains: Vec<(String, std::ops::RangeInclusive<usize>)>,
    /// Applications that are moving.
    pub(crate) beside: Beside,
}

/// Reads all packages and applies every rule.
pub(crate) fn scan(project: &Project, today: Date) -> Result<Scan, Failure> {
    Ok(scan_units(&units(project)?, today))
}

fn units(project: &Project) -> Result<Vec<Unit>, Failure> {
    let mut units = Vec::new();
    for package in &project.packages {
        for target in &package.targets {
            let modules = files::read(project, target)?;
            units.push(Unit::new(&target.name, target.is_program, package, modules));
        }
    }
    Ok(units)
}

impl Unit {
    fn new(name: &str, is_program: bool, package: &Package, modules: Vec<Module>) -> Self {
        let names = Names::of(&modules, package);
        let annotations = Annotations::of(name, &modules, &names);
        let (name, package) = (name.to_owned(), package.name.clone());
        Self { name, package, is_program, modules, names, annotations }
    }
}

fn scan_units(units: &[Unit], today: Date) -> Scan {
    let mut findings = Vec::new();
    for unit in units {
        findings.extend(private_door::check(unit));
        findings.extend(hand_impls::check(unit));
        findings.extend(stores::check(unit));
        findings.extend(conditional::check(unit));
        findings.extend(included::check(unit));
        findings.extend(waivers::check(unit, today));
    }
    findings.extend(mounted::check(units));
    findings.extend(scopes::check(units));
    let beside = beside::of(units);
    findings.extend(beside::check(units, &beside));
    Scan {
        beside,
        findings,
        endpoints: units.iter().flat_map(|it| it.annotations.endpoints.clone()).collect(),
        stores: units
            .iter()
            .flat_map(|it| &it.annotations.stores)
            .map(|it| it.name.clone())
            .collect(),
        services: units.iter().map(|it| it.annotations.services()).sum(),
        mains: units.iter().filter(|it| it.is_program).flat_map(mains).collect(),
    }
}

fn mains(unit: &Unit) -> Vec<(String, std::ops::RangeInclusive<usize>)> {
    let roots = unit.modules.iter().filter(|it| it.path.is_empty());
    roots
        .flat_map(|module| {
            module.items.iter().filter_map(|item| match item {
                syn::Item::Fn(it) if it.sig.ident == "main" => {
                    let span = syn::spanned::Spanned::span(&it.block);
                    Some((module.file.clone(), span.start().line..=span.end().line))
                }
                _ => None,
            })
        })
        .collect()
}

/// A span of a module's file.
fn place(module: &Module, span: Span) -> Place {
    let (start, end) = (span.start(), span.end());
    let width = if start.line == end.line { end.column.saturating_sub(start.column) } else { 0 };
    Place { file: module.file.clone(), line: start.line, column: start.column + 1, width }
}
