//! The program `dagsorden`: runs the command line of the library.

fn main() -> std::process::ExitCode {
    dagsorden::cli::main()
}
