//! stub
use crate::{diag::*, output::*, resolve::Site, source::SourceSet};
#[derive(Debug)] pub struct Renderer { site: Site }
impl Renderer { pub fn new(site: Site, _s: &SourceSet, _f: &mut Diagnostics) -> Self { Self { site } }
 pub fn paths(&self) -> &[OutPath] { &[] } pub fn render(&self, _i: usize) -> Result<Body, Diagnostic> { unreachable!() } pub fn site(&self) -> &Site { &self.site } }
