//! ICU4X's data for the order of text: what all languages share as its crates have it, what a language
//! has of its own from `data.bin`, where it is a third as large.
use super::packed;
use icu_collator::provider::{
    Baked, CollationDiacriticsV1, CollationJamoV1, CollationMetadataV1, CollationReorderingV1,
    CollationRootV1, CollationSpecialPrimariesV1, CollationTailoringV1,
};
use icu_locale::fallback::LocaleFallbacker;
use icu_normalizer::provider::{Baked as Normalizer, NormalizerNfdDataV1, NormalizerNfdTablesV1};
use icu_provider::prelude::*;

pub struct Tailored;

macro_rules! as_in {
    ($baked:expr; $($marker:ty),*) => {$(
        impl DataProvider<$marker> for Tailored {
            fn load(&self, request: DataRequest) -> Result<DataResponse<$marker>, DataError> {
                $baked.load(request)
            }
        }
    )*};
}

as_in!(Baked; CollationRootV1, CollationSpecialPrimariesV1, CollationDiacriticsV1, CollationJamoV1,
    CollationMetadataV1, CollationReorderingV1);
as_in!(Normalizer; NormalizerNfdDataV1, NormalizerNfdTablesV1);

impl DataProvider<CollationTailoringV1> for Tailored {
    /// That of the locale, or of the nearest that it falls back to.
    fn load(&self, request: DataRequest) -> Result<DataResponse<CollationTailoringV1>, DataError> {
        let fallback =
            LocaleFallbacker::new().for_config(CollationTailoringV1::INFO.fallback_config);
        let mut locales = fallback.fallback_for(request.id.locale.clone());
        // Other kinds than the usual one are not there: Intl.Collator refuses them.
        let usual = request.id.marker_attributes.is_empty();
        loop {
            let name = locales.get().to_string();
            if let Some(bytes) = packed::content("collations", &name).filter(|_| usual) {
                return respond(whole(&bytes));
            }
            if locales.get().is_unknown() {
                let kind = DataErrorKind::IdentifierNotFound;
                return Err(kind.with_req(CollationTailoringV1::INFO, request));
            }
            locales.step();
        }
    }
}

/// What `data.bin` has as every other byte, then the rest.
fn whole(halves: &[u8]) -> Vec<u8> {
    let (even, odd) = halves.split_at(halves.len().div_ceil(2));
    let byte = |index: usize| if index % 2 == 0 { even[index / 2] } else { odd[index / 2] };
    (0..halves.len()).map(byte).collect()
}

/// A collator lives as long as the function: what it reads may stay where it was unpacked.
fn respond(bytes: Vec<u8>) -> Result<DataResponse<CollationTailoringV1>, DataError> {
    let tailoring = postcard::from_bytes(bytes.leak())
        .map_err(|error| DataError::custom("data.bin").with_display_context(&error))?;
    let payload = DataPayload::from_owned(tailoring);
    Ok(DataResponse { metadata: DataResponseMetadata::default(), payload })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_put_together_again() {
        assert_eq!(whole(b"acebd"), b"abcde");
        assert_eq!(whole(b"acbd"), b"abcd");
        assert_eq!(whole(b"a"), b"a");
        assert_eq!(whole(b""), b"");
    }

    #[test]
    fn every_order_of_text_is_whole() {
        for name in packed::names("collations") {
            let bytes = packed::content("collations", &name).expect("a content");
            assert!(respond(whole(&bytes)).is_ok(), "{name}");
        }
    }
}
