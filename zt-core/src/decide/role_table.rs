//! The closed vocabulary of a service's roles: what each name grants, as bits.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;

use super::{ScopeSet, ScopeTable};
use crate::contract::RoleInfo;

/// All roles that a service lists. Without any, no role of any token is looked at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RoleTable {
    /// In the order of their names, each once.
    roles: Box<[(RoleInfo, ScopeSet)]>,
}

impl RoleTable {
    /// Compiles roles by the service's own scopes. A scope that no endpoint asks for grants nothing.
    ///
    /// # Errors
    /// A [`RoleFault`] where one name would stand for two things.
    pub fn build(roles: &[RoleInfo], scopes: &ScopeTable) -> Result<Self, RoleFault> {
        let mut roles: Vec<RoleInfo> = roles.to_vec();
        roles.sort_by_key(|role| role.name);
        let twice = roles.iter().zip(roles.iter().skip(1)).find(|(a, b)| a.name == b.name);
        if let Some((role, _)) = twice {
            return Err(RoleFault::Twice { name: role.name });
        }
        let granted =
            |name: &str| roles.iter().flat_map(|role| role.grants).any(|scope| scope.name == name);
        let is_scope = |role: &&RoleInfo| scopes.index(role.name).is_some() || granted(role.name);
        if let Some(role) = roles.iter().find(is_scope) {
            return Err(RoleFault::IsScope { name: role.name });
        }
        let compiled = roles.iter().map(|role| (*role, grants(role, scopes)));
        Ok(Self { roles: compiled.collect() })
    }

    /// Whether the service knows no role at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.roles.is_empty()
    }

    /// All roles in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = &RoleInfo> {
        self.roles.iter().map(|(role, _)| role)
    }

    /// The role of this name, compared whole and case sensitive (X32), and the scopes that it grants.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<(RoleInfo, ScopeSet)> {
        let at = self.roles.binary_search_by_key(&name, |(role, _)| role.name).ok()?;
        self.roles.get(at).copied()
    }
}

/// Everything that a credential can hold here: what it says of scopes and of roles beside that means nothing. Roles are
/// settled into scopes before [`decide`](super::decide) is asked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Grants {
    /// Scopes, by name.
    pub scopes: ScopeTable,
    /// Roles, by name, compiled by those scopes.
    pub roles: RoleTable,
}

/// A service without roles.
impl From<ScopeTable> for Grants {
    fn from(scopes: ScopeTable) -> Self {
        Self { scopes, roles: RoleTable::default() }
    }
}

fn grants(role: &RoleInfo, scopes: &ScopeTable) -> ScopeSet {
    role.grants.iter().filter_map(|scope| scopes.index(scope.name)).collect()
}

/// Why a table can't be built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoleFault {
    /// Two roles have one name.
    Twice {
        /// The name.
        name: &'static str,
    },
    /// A scope has the name, too.
    IsScope {
        /// The name.
        name: &'static str,
    },
}

impl fmt::Display for RoleFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Twice { name } => write!(
                f,
                "two are called `{name}`, and a token that carries one would be taken for both; give one of them another \
                 name"
            ),
            Self::IsScope { name } => write!(
                f,
                "`{name}` is the name of a scope too, and a reader of the token would take one for the other; give the \
                 role another name"
            ),
        }
    }
}

impl core::error::Error for RoleFault {}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::contract::ScopeInfo;
    use crate::contract::fixtures::{READ, WRITE, leak};
    use alloc::string::{String, ToString};
    use alloc::vec;
    use proptest::prelude::*;

    const SUPPORT: RoleInfo = RoleInfo { name: "support", reason: "", grants: &[READ] };
    const ADMIN: RoleInfo = RoleInfo { name: "admin", reason: "", grants: &[READ, WRITE] };

    fn scopes() -> ScopeTable {
        ScopeTable::build(&[READ, WRITE]).unwrap()
    }

    #[test]
    fn a_service_without_roles_has_its_scopes() {
        let grants = Grants::from(scopes());
        assert_eq!((grants.scopes, grants.roles), (scopes(), RoleTable::default()));
    }

    #[test]
    fn d04_a_role_is_its_scopes() {
        let (scopes, none) = (scopes(), RoleTable::default());
        let table = RoleTable::build(&[SUPPORT, ADMIN], &scopes).unwrap();
        let of = |name: &str| table.find(name).map(|(_, set)| set.len());
        assert_eq!((of("support"), of("admin")), (Some(1), Some(2)));
        let (_, support) = table.find("support").unwrap();
        assert!(support.contains(scopes.index(READ.name).unwrap()));
        assert!(table.iter().map(|role| role.name).eq(["admin", "support"]));
        assert!(none.is_empty() && !table.is_empty() && none.find("support").is_none());
    }

    #[test]
    fn x32_names_of_roles_are_exact() {
        let table = RoleTable::build(&[SUPPORT, ADMIN], &scopes()).unwrap();
        for name in
            ["", "suppor", "supports", "Support", " support", "support admin", "*", "orders:read"]
        {
            assert!(table.find(name).is_none(), "{name}");
        }
    }

    #[test]
    fn x32_a_name_stands_for_one_thing() {
        let twin = RoleInfo { grants: &[WRITE], ..SUPPORT };
        let fault = RoleTable::build(&[SUPPORT, ADMIN, twin], &scopes()).unwrap_err();
        assert_eq!(fault, RoleFault::Twice { name: "support" });
        assert!(fault.to_string().contains("`support`"));
        let fault = |role| RoleTable::build(&[role], &scopes()).unwrap_err();
        let is_scope = RoleFault::IsScope { name: "orders:read" };
        assert_eq!(fault(RoleInfo { name: "orders:read", ..ADMIN }), is_scope);
        assert!(is_scope.to_string().contains("`orders:read` is the name of a scope too"));
        const UNASKED: ScopeInfo = ScopeInfo { name: "unasked", ..READ };
        let own = RoleInfo { name: "unasked", reason: "", grants: &[UNASKED] };
        assert_eq!(fault(own), RoleFault::IsScope { name: "unasked" });
    }

    #[test]
    fn x32_a_scope_that_nothing_asks_for_is_no_other_ones_bit() {
        const UNASKED: ScopeInfo = ScopeInfo { name: "unasked", ..READ };
        let role = RoleInfo { grants: &[UNASKED], ..SUPPORT };
        let table = RoleTable::build(&[role], &scopes()).unwrap();
        assert!(table.find("support").unwrap().1.is_empty());
    }

    proptest! {
        #[test]
        fn d04_what_roles_grant_is_the_union_of_what_each_grants(
            names in proptest::collection::vec("[a-d]{1,2}", 0..5),
        ) {
            let all: Vec<ScopeInfo> =
                (b'a'..=b'd').map(|it| ScopeInfo { name: leak(String::from(char::from(it))), ..READ }).collect();
            let scopes = ScopeTable::build(&all).unwrap();
            let role = |scope: &ScopeInfo| RoleInfo {
                name: leak(alloc::format!("role-{}", scope.name)),
                reason: "",
                grants: leak(vec![*scope]),
            };
            let roles: Vec<_> = all.iter().map(role).collect();
            let table = RoleTable::build(&roles, &scopes).unwrap();
            let mut granted = ScopeSet::EMPTY;
            for name in &names {
                if let Some((_, set)) = table.find(&alloc::format!("role-{name}")) {
                    granted.extend(&set);
                }
            }
            for scope in &all {
                let index = scopes.index(scope.name).unwrap();
                prop_assert_eq!(granted.contains(index), names.iter().any(|name| name == scope.name));
            }
        }
    }
}
