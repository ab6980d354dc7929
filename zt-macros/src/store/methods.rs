//! Which methods need a proof: those that others can call, save the ones that only make the store.

use quote::ToTokens as _;
use syn::{GenericArgument, PathArguments, ReturnType, Signature, Type, Visibility};

/// Nobody outside of the module can call it. `pub(self)` says just that.
pub(super) fn is_private(visibility: &Visibility) -> bool {
    match visibility {
        Visibility::Public(_) => false,
        Visibility::Restricted(restricted) => restricted.path.is_ident("self"),
        Visibility::Inherited => true,
    }
}

/// No receiver, and an answer that is the store and nothing else.
pub(super) fn is_constructor(signature: &Signature, self_type: &Type) -> bool {
    let ReturnType::Type(_, answer) = &signature.output else { return false };
    signature.receiver().is_none() && is_store(answer, self_type)
}

/// `Self`, `Orders`, `Result<Self>`, `Result<Self, E>`, `Option<Self>`.
fn is_store(answer: &Type, self_type: &Type) -> bool {
    if is_self(answer)
        || answer.to_token_stream().to_string() == self_type.to_token_stream().to_string()
    {
        return true;
    }
    let Type::Path(path) = answer else { return false };
    let Some(last) = path.path.segments.last() else { return false };
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return false };
    let wraps = last.ident == "Result" || last.ident == "Option";
    match arguments.args.first() {
        Some(GenericArgument::Type(inner)) => wraps && is_store(inner, self_type),
        _ => false,
    }
}

fn is_self(answer: &Type) -> bool {
    matches!(answer, Type::Path(path) if path.path.is_ident("Self"))
}
