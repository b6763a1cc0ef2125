//! What a template is given: a struct for each, whose field names are known when templates are loaded.

use minijinja::Value;

use crate::resolve::SubscribeLinks;

/// A name that a template may ask for, and the names within its value where that is a struct of ours.
#[derive(Debug)]
pub struct Field {
    /// The name.
    pub name: &'static str,
    /// The names within.
    pub parts: &'static [Field],
}

/// A value for templates.
pub trait Shape {
    /// The names within it; empty where it is text, a number or a list.
    const PARTS: &'static [Field] = &[];
}

impl Shape for bool {}
impl Shape for &'static str {}
impl Shape for String {}
impl Shape for SubscribeLinks {}
impl Shape for Value {}
impl Shape for u32 {}
impl Shape for usize {}
impl<T> Shape for Vec<T> {}

impl<T: Shape> Shape for Option<T> {
    const PARTS: &'static [Field] = T::PARTS;
}

/// Everything that a page's template is given.
pub trait Context: Shape + serde::Serialize {
    /// The template, by its path below `site-templates/`.
    const TEMPLATE: &'static str;
}

/// Declares a struct of values for templates, with their names; `for "x.html"` makes it all that a page is given.
macro_rules! context {
    ($(#[$meta:meta])* $name:ident for $template:literal { $($fields:tt)* }) => {
        $crate::render::html::context::context! { $(#[$meta])* $name { $($fields)* } }
        impl $crate::render::html::context::Context for $name {
            const TEMPLATE: &'static str = $template;
        }
    };
    ($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident: $type:ty,)* }) => {
        $(#[$meta])*
        #[derive(Debug, serde::Serialize)]
        pub struct $name { $($(#[$field_meta])* pub $field: $type,)* }
        impl $crate::render::html::context::Shape for $name {
            const PARTS: &'static [$crate::render::html::context::Field] = &[$(
                $crate::render::html::context::Field {
                    name: stringify!($field),
                    parts: <$type as $crate::render::html::context::Shape>::PARTS,
                },
            )*];
        }
    };
}

pub(crate) use context;
