import AWS

/// The regions that a request names.
enum AWSRegions {
    /// Each once, in the order given. Refuses what AWS cannot have, before anything is asked.
    static func parse(_ names: [String], in partition: AWSPartition) throws -> [AWSRegion] {
        var seen: Set<AWSRegion> = []
        return try names.compactMap { name in
            guard let region = AWSRegion(name) else {
                throw ScanError(.invalidRegion, "\(shown(name)) is not the name of an AWS region, such as eu-west-1.")
            }
            guard region.partition == partition else {
                throw ScanError(
                    .invalidRegion,
                    "\(name) belongs to the AWS partition \(region.partition.rawValue), which is not scanned here."
                )
            }
            return seen.insert(region).inserted ? region : nil
        }
    }

    /// A name that is short and plain may be repeated in the error that its caller gets.
    private static func shown(_ name: String) -> String {
        let isPlain = !name.isEmpty && name.utf8.count <= 32 && name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
        return isPlain ? "“\(name)”" : "One of the names"
    }
}
