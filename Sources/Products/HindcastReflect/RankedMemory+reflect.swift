import HindcastEngine
import HindcastJSON

extension RankedMemory {
    func writeReflect(to writer: inout JSONWriter) {
        memory.writeReflect(similarity: similarity, score: score, reason: reason, to: &writer)
    }
}
