extension PeriodicService {
    /// Takes over what the files of secrets hold, within five seconds of a change. A file that is gone or holds no value of
    /// its setting changes nothing.
    public static func secretFiles(_ files: [SecretFile], logger: Logger) -> PeriodicService {
        PeriodicService("secret files", logger: logger) {
            for file in files {
                let fields: KeyValuePairs<String, LogValue> = [
                    "setting": .string(file.name), "path": .string(file.path),
                ]
                switch file.look() {
                case .same: break
                case .renewed: logger.info("a secret was renewed", fields)
                case .refused(let text):
                    logger.error(
                        "the file of a secret \(text); the secret that it held before stays in use: correct the file",
                        fields)
                }
            }
            return .seconds(5)
        }
    }
}
