//! What a template is given: a struct for each, whose field names are known when templates are loaded.

use std::{fmt, sync::Arc};

use minijinja::{
    Value,
    value::{Enumerator, Object, Serde},
};

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

    /// The value as the engine takes it.
    fn into_value(self) -> Value;
}

/// What the engine has a value for already.
macro_rules! plain {
    ($($type:ty),*) => {
        $(impl Shape for $type {
            fn into_value(self) -> Value {
                Value::from(self)
            }
        })*
    };
}

plain!(bool, &'static str, String, Arc<str>, Value, u32, usize);

impl Shape for SubscribeLinks {
    fn into_value(self) -> Value {
        Value::from(Serde(self))
    }
}

impl<T: Shape> Shape for Vec<T> {
    fn into_value(self) -> Value {
        Value::from_object(self.into_iter().map(T::into_value).collect::<Vec<Value>>())
    }
}

impl<T: Shape> Shape for Option<T> {
    const PARTS: &'static [Field] = T::PARTS;

    fn into_value(self) -> Value {
        self.map_or(Value::from(()), T::into_value)
    }
}

/// Everything that a page's template is given.
pub trait Context: Shape {
    /// The template, by its path below `site-templates/`.
    const TEMPLATE: &'static str;
}

/// The values of a struct, in the order of its fields.
pub struct Values<const COUNT: usize> {
    /// The names of the fields.
    pub names: &'static [&'static str; COUNT],
    /// The number of the field with a name.
    pub number: fn(&str) -> Option<usize>,
    /// The values.
    pub values: [Value; COUNT],
}

impl<const COUNT: usize> fmt::Debug for Values<COUNT> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.names.iter().zip(&self.values)).finish()
    }
}

impl<const COUNT: usize> Object for Values<COUNT> {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        (self.number)(key).map(|number| self.values[number].clone())
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Str(self.names)
    }
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
        #[derive(Debug)]
        pub struct $name { $($(#[$field_meta])* pub $field: $type,)* }
        impl $crate::render::html::context::Shape for $name {
            const PARTS: &'static [$crate::render::html::context::Field] = &[$(
                $crate::render::html::context::Field {
                    name: stringify!($field),
                    parts: <$type as $crate::render::html::context::Shape>::PARTS,
                },
            )*];

            fn into_value(self) -> minijinja::Value {
                #[allow(non_camel_case_types)]
                enum Number { $($field),* }
                minijinja::Value::from_object($crate::render::html::context::Values {
                    names: &[$(stringify!($field)),*],
                    number: |name| match name {
                        $(stringify!($field) => Some(Number::$field as usize),)*
                        _ => None,
                    },
                    values: [$($crate::render::html::context::Shape::into_value(self.$field)),*],
                })
            }
        }
    };
}

pub(crate) use context;
