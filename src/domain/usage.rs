//! What can be wrong with a command line, as data.

/// What is wrong with a command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Usage {
    /// What the parser of arguments does not accept.
    Parser {
        fault: ParserFault,
        /// The word or the flag, empty where there is none.
        argument: String,
        /// The value that was typed, empty where there is none.
        value: String,
        /// What may have been meant.
        hint: String,
    },
    /// A word is left over after a flag that takes one name.
    LeftOver { word: String, rewritten: String },
    /// A référentiel's id stands where a supra was expected.
    ReferentielAsSupra { word: String, rewritten: String },
    /// A name is missing and nobody can be asked.
    Missing { flag: String },
    /// Something is to be asked and nobody can be.
    NobodyToAsk { flag: &'static str },
    /// The nature of a profile to create cannot be read from its name.
    NatureUnknown { name: String },
    /// A commune without its department.
    CommuneWithoutDepartment,
    /// A value that does not have the form it should.
    Value {
        flag: String,
        value: String,
        fault: ValueFault,
    },
    /// The format does not exist for this answer.
    Format {
        format: String,
        known: Vec<&'static str>,
    },
    /// Two flags that exclude each other.
    Both {
        one: &'static str,
        two: &'static str,
    },
    /// A command that shows or saves nothing before it writes.
    NoRehearsal { flag: &'static str },
    /// A part of an undo, which comes again whole.
    PartOfUndo { operation: i64 },
    /// A name for what goes, where nothing does.
    NothingToConfirm,
    /// A profile that one command both adds and removes.
    AddedAndRemoved { slug: String },
    /// A date that cannot be read.
    Date { value: String },
}

impl Usage {
    /// Returns the fault of a value that has not the form it should.
    pub fn value(flag: impl Into<String>, value: impl Into<String>, fault: ValueFault) -> Self {
        Self::Value {
            flag: flag.into(),
            value: value.into(),
            fault,
        }
    }
}

/// Why the parser of arguments does not accept a command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParserFault {
    UnknownArgument,
    UnknownCommand,
    Missing,
    /// A flag that takes a value stands without one.
    NoValue,
    NotAValue,
    /// A flag that is given once is given again.
    Twice,
    /// The argument excludes the one that stands as the value.
    Conflict,
    /// The argument is no UTF-8.
    NotText,
    /// Anything else.
    Other,
}

/// Why a value does not have the form it should.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueFault {
    SirenDigits,
    SirenKey,
    Insee,
    Department,
    /// The department is not the commune's.
    DepartmentOfInsee,
    /// Only a commune has an INSEE code.
    InseeOfCommune,
    Empty,
    /// Not lower case, figures and `-`, or one that reads as a code.
    Slug,
    /// No whole number from 0 on.
    Count,
    /// A name of more than 300 characters.
    TooLong,
    /// A control character, which would steer a terminal.
    Steers,
    Email,
    /// Not `ID=VALUE`.
    Pair,
    /// A batch's name must hold more than digits.
    BatchName,
    Range,
    /// A folder stands where a file is to be written.
    Folder,
    /// The folder to write into does not exist.
    NoFolder,
    /// A device or a pipe, which cannot be replaced whole.
    NoFile,
    /// A file whose ending tells another format than the one that is asked for.
    OtherEnding,
    /// Not `HEADER=COLUMN`.
    Mapping,
    /// A file that the command reads, or writes something else to.
    OtherUse,
    /// A database, which is never written over.
    Store,
    /// The store that is written itself.
    StoreItself,
    /// The ending of a file's name tells no format of an export, a workbook's included.
    ExportEnding,
    /// The ending of a file's name tells no format.
    Ending,
}
