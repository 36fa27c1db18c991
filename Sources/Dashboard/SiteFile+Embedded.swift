internal import CSite

extension SiteFile {
    /// The files as they were when the program was built.
    static var embedded: [SiteFile] {
        (0..<flotilla_site_file_count()).map { index in
            let file = flotilla_site_file_at(index)
            return SiteFile(
                path: String(cString: file.path),
                bytes: Array(UnsafeBufferPointer(start: file.bytes, count: file.length)))
        }
    }
}
