fn main() -> std::process::ExitCode {
    dagsorden::cli::main()
}
