//! What a template is given: a struct for each, whose field names are known when templates are loaded.

/// Values with names that templates ask for.
pub trait Fields {
    /// The names.
    const FIELDS: &'static [&'static str];
}

/// Everything that a page's template is given.
pub trait Context: Fields + serde::Serialize {
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
        impl $crate::render::html::context::Fields for $name {
            const FIELDS: &'static [&'static str] = &[$(stringify!($field)),*];
        }
    };
}

pub(crate) use context;
