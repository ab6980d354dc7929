//! What zt's macros stand on: endpoints, lists, stores, scopes.

use proc_macro2::{Ident, Span, TokenStream};
use syn::{Attribute, Item, LitStr, Meta, Path};

use super::files::{Module, is_conditional};
use super::literal::text;
use super::names::{Meaning, Names};
use super::tokens;
use crate::finding::Place;

const METHODS: [&str; 7] = ["get", "head", "post", "put", "patch", "delete", "message"];

/// An annotated handler.
#[derive(Debug, Clone)]
pub(crate) struct Endpoint {
    pub(crate) krate: String,
    pub(crate) module: Vec<String>,
    pub(crate) name: String,
    /// At the function's name.
    pub(crate) place: Place,
    /// Whether some builds lack it.
    pub(super) conditional: bool,
    pub(super) waivers: Vec<Waiver>,
}

/// `public(why = "..", owner = "..", until = "..")` and its kin.
#[derive(Debug, Clone)]
pub(super) struct Waiver {
    pub(super) word: String,
    /// Whose it is.
    pub(super) of: String,
    pub(super) place: Place,
    pub(super) why: String,
    pub(super) owner: Option<String>,
    pub(super) until: Option<String>,
}

/// A group or a service: what it lists.
#[derive(Debug)]
pub(super) struct List {
    pub(super) module: Vec<String>,
    pub(super) name: String,
    pub(super) is_service: bool,
    pub(super) place: Place,
    pub(super) listed: Vec<Path>,
    /// `legacy(..)` of a service; each is `of` its path.
    pub(super) legacy: Vec<Waiver>,
}

/// `#[zt::store] impl Orders`
#[derive(Debug)]
pub(super) struct Store {
    pub(super) module: Vec<String>,
    pub(super) name: String,
    pub(super) path: Path,
    /// `shared` of its own, and `unproved` of its methods.
    pub(super) waivers: Vec<Waiver>,
}

/// `#[derive(Scope)]`
#[derive(Debug)]
pub(super) struct ScopeType {
    pub(super) ident: String,
    /// In a token.
    pub(super) name: String,
    pub(super) place: Place,
}

/// All of a crate.
#[derive(Debug, Default)]
pub(super) struct Annotations {
    pub(super) endpoints: Vec<Endpoint>,
    pub(super) lists: Vec<List>,
    pub(super) stores: Vec<Store>,
    pub(super) scopes: Vec<ScopeType>,
}

impl Endpoint {
    /// Its module's path, as `module_path!()` says it.
    pub(crate) fn path(&self) -> String {
        let names = std::iter::once(&self.krate).chain(&self.module);
        names.map(String::as_str).collect::<Vec<_>>().join("::")
    }

    /// Whether it has a waiver of this word.
    pub(super) fn is_waived(&self, word: &str) -> bool {
        self.waivers.iter().any(|it| it.word == word)
    }
}

impl Annotations {
    pub(super) fn of(krate: &str, modules: &[Module], names: &Names) -> Self {
        let mut annotations = Self::default();
        for module in modules {
            let reader = Reader { krate, module, names };
            for item in &module.items {
                match item {
                    Item::Fn(it) => annotations.endpoints.extend(reader.endpoint(it)),
                    Item::Struct(it) => {
                        annotations.lists.extend(reader.list(it));
                        annotations.scopes.extend(reader.scope(it));
                    }
                    Item::Impl(it) => annotations.stores.extend(reader.store(it)),
                    _ => {}
                }
            }
        }
        annotations
    }

    pub(super) fn services(&self) -> usize {
        self.lists.iter().filter(|it| it.is_service).count()
    }
}

struct Reader<'a> {
    krate: &'a str,
    module: &'a Module,
    names: &'a Names,
}

impl Reader<'_> {
    /// The name of zt's macro that an attribute is, and what stands in its parentheses.
    fn macro_of(&self, attribute: &Attribute) -> Option<(String, TokenStream)> {
        let tokens = match &attribute.meta {
            Meta::List(list) => list.tokens.clone(),
            _ => TokenStream::new(),
        };
        match self.names.meaning(&self.module.path, attribute.path()) {
            Meaning::Zt(path) => Some((path.last()?.clone(), tokens)),
            _ => None,
        }
    }

    fn endpoint(&self, function: &syn::ItemFn) -> Option<Endpoint> {
        let direct = function.attrs.iter().find_map(|it| self.endpoint_macro(it));
        let conditional = function.attrs.iter().find_map(|it| self.endpoint_in_cfg_attr(it));
        let is_conditional = self.module.conditional || is_conditional(&function.attrs);
        let in_cfg_attr = direct.is_none() && conditional.is_some();
        let tokens = direct.or(conditional)?;
        let name = function.sig.ident.to_string();
        Some(Endpoint {
            krate: self.krate.to_owned(),
            module: self.module.path.clone(),
            place: self.place(function.sig.ident.span()),
            conditional: is_conditional || in_cfg_attr,
            waivers: self.waivers(&name, tokens),
            name,
        })
    }

    fn endpoint_macro(&self, attribute: &Attribute) -> Option<TokenStream> {
        let (name, tokens) = self.macro_of(attribute)?;
        METHODS.contains(&name.as_str()).then_some(tokens)
    }

    /// `#[cfg_attr(feature = "x", zt::get(..))]`
    fn endpoint_in_cfg_attr(&self, attribute: &Attribute) -> Option<TokenStream> {
        let Meta::List(list) = &attribute.meta else { return None };
        if !list.path.is_ident("cfg_attr") {
            return None;
        }
        tokens::parts(list.tokens.clone()).into_iter().skip(1).find_map(|part| {
            let attribute: Attribute = syn::parse_quote!(#[#part]);
            self.endpoint_macro(&attribute)
        })
    }

    fn waivers(&self, of: &str, annotation: TokenStream) -> Vec<Waiver> {
        let calls = tokens::calls(annotation).into_iter();
        let waivers = calls.filter(|(word, _)| {
            ["public", "authenticated", "open"].iter().any(|waiver| word == waiver)
        });
        waivers.filter_map(|(word, group)| self.waiver(&word, of, group.stream())).collect()
    }

    /// `None` for `public(probe)`, which needs neither owner nor date.
    fn waiver(&self, word: &Ident, of: &str, tokens: TokenStream) -> Option<Waiver> {
        if tokens.to_string() == "probe" {
            return None;
        }
        let value = |key: &str| {
            let part = tokens::parts(tokens.clone()).into_iter();
            let mut pairs = part.filter_map(|it| syn::parse2::<syn::MetaNameValue>(it).ok());
            pairs.find(|it| it.path.is_ident(key)).and_then(|it| text(&it.value))
        };
        Some(Waiver {
            word: word.to_string(),
            of: of.to_owned(),
            place: self.place(word.span()),
            why: value("why").unwrap_or_default(),
            owner: value("owner"),
            until: value("until"),
        })
    }

    fn list(&self, item: &syn::ItemStruct) -> Option<List> {
        let (kind, tokens) = item
            .attrs
            .iter()
            .filter_map(|it| self.macro_of(it))
            .find(|(name, _)| name == "group" || name == "service")?;
        let calls = tokens::calls(tokens);
        let listed = calls.iter().filter(|(word, _)| word == "endpoints").flat_map(|(_, group)| {
            tokens::parts(group.stream()).into_iter().filter_map(|it| syn::parse2(it).ok())
        });
        let legacy = calls.iter().filter(|(word, _)| word == "legacy");
        let legacy = legacy.filter_map(|(word, group)| self.legacy(word, group.stream()));
        Some(List {
            module: self.module.path.clone(),
            name: item.ident.to_string(),
            is_service: kind == "service",
            place: self.place(item.ident.span()),
            listed: listed.collect(),
            legacy: legacy.collect(),
        })
    }

    fn legacy(&self, word: &Ident, tokens: TokenStream) -> Option<Waiver> {
        let path = tokens::parts(tokens.clone()).into_iter().next()?;
        let path = syn::parse2::<LitStr>(path).ok()?.value();
        self.waiver(word, &path, tokens)
    }

    fn scope(&self, item: &syn::ItemStruct) -> Option<ScopeType> {
        let derives = item.attrs.iter().filter(|it| it.path().is_ident("derive"));
        let paths = derives.filter_map(|it| match &it.meta {
            Meta::List(list) => Some(tokens::parts(list.tokens.clone())),
            _ => None,
        });
        let mut paths = paths.flatten().filter_map(|it| syn::parse2::<Path>(it).ok());
        if !paths.any(|path| self.names.is_zt(&self.module.path, &path, "Scope")) {
            return None;
        }
        let name = item.attrs.iter().filter(|it| it.path().is_ident("scope")).find_map(|it| {
            let Meta::List(list) = &it.meta else { return None };
            let first = tokens::parts(list.tokens.clone()).into_iter().next()?;
            syn::parse2::<LitStr>(first).ok().map(|it| it.value())
        });
        Some(ScopeType {
            ident: item.ident.to_string(),
            name: name.unwrap_or_default(),
            place: self.place(item.ident.span()),
        })
    }

    fn store(&self, block: &syn::ItemImpl) -> Option<Store> {
        let syn::Type::Path(it) = block.self_ty.as_ref() else { return None };
        let mut macros = block.attrs.iter().filter_map(|it| self.macro_of(it));
        let (_, tokens) = macros.find(|(name, _)| name == "store")?;
        let name = it.path.segments.last()?.ident.to_string();
        let shared = tokens::calls(tokens).into_iter().filter(|(word, _)| word == "shared");
        let shared = shared.filter_map(|(word, group)| self.waiver(&word, &name, group.stream()));
        let methods = block.items.iter().filter_map(|it| match it {
            syn::ImplItem::Fn(method) => Some(method),
            _ => None,
        });
        let waivers = methods.flat_map(|method| {
            let unproved = method.attrs.iter().filter(|it| it.path().is_ident("unproved"));
            unproved.filter_map(|attribute| {
                let tokens = match &attribute.meta {
                    Meta::List(list) => list.tokens.clone(),
                    _ => TokenStream::new(),
                };
                let word = attribute.path().get_ident()?;
                self.waiver(word, &method.sig.ident.to_string(), tokens)
            })
        });
        Some(Store {
            module: self.module.path.clone(),
            path: it.path.clone(),
            waivers: shared.chain(waivers).collect(),
            name,
        })
    }

    fn place(&self, span: Span) -> Place {
        super::place(self.module, span)
    }
}
