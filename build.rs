//! Tells cargo that the embedded templates are part of the program, new files among them.

fn main() {
    println!("cargo:rerun-if-changed=site-templates");
}
