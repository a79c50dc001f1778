package dev.plumbline.jobs;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/**
 * The most heap that was in use at one time. Use only grows between two collections, so it is the
 * greatest of what each collection found and of what is in use at the end; the sum of the pools'
 * own peaks would count memory twice that moved from one pool to another.
 */
final class HeapPeak {
  private final AtomicLong most = new AtomicLong();

  private HeapPeak() {}

  /** Watches the collectors of this process from now on. */
  static HeapPeak watch() {
    HeapPeak peak = new HeapPeak();
    Set<String> heap =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getName)
            .collect(Collectors.toUnmodifiableSet());
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      if (collector instanceof NotificationEmitter emitter) {
        emitter.addNotificationListener(
            (notification, handback) ->
                peak.collected((CompositeData) notification.getUserData(), heap),
            notification ->
                notification
                    .getType()
                    .equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION),
            null);
      }
    }
    return peak;
  }

  private void collected(CompositeData data, Set<String> heap) {
    Map<String, MemoryUsage> before =
        GarbageCollectionNotificationInfo.from(data).getGcInfo().getMemoryUsageBeforeGc();
    note(
        heap.stream()
            .filter(before::containsKey)
            .mapToLong(pool -> before.get(pool).getUsed())
            .sum());
  }

  private void note(long used) {
    most.accumulateAndGet(used, Math::max);
  }

  /** In bytes. */
  long bytes() {
    note(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    return most.get();
  }
}
