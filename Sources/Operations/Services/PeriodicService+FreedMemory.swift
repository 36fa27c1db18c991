import Synchronization

extension PeriodicService {
    /// Gives memory back to the system that the process has freed, when it is much and the process does little.
    public static func freedMemory(every interval: Duration = .seconds(5), logger: Logger) -> PeriodicService {
        let memory = Mutex(FreedMemory())
        return PeriodicService("freed-memory", pauseAfterFailure: interval, logger: logger) {
            if let bytes = memory.withLock({ $0?.giveBack() ?? nil }) {
                logger.debug("memory was given back", ["bytes": .integer(bytes)])
            }
            return interval
        }
    }
}
