"""Event time of a reader from its splits."""

from __future__ import annotations

from drey.runtime.elements import Watermark, WatermarkStatus
from drey.runtime.tasks.split_watermarks import SplitWatermarks


def test_the_slowest_split_decides():
    marks = SplitWatermarks(interval=0.5)
    marks.assigned(["a", "b"], 0.0)
    marks.advance("a", 100, 1.0)
    assert marks.elements(1.0) == []
    marks.advance("b", 40, 2.0)
    assert marks.elements(2.0) == [Watermark(40)]
    marks.advance("b", 30, 3.0)
    assert marks.elements(3.0) == []
    marks.advance("b", 200, 4.0)
    assert marks.elements(4.0) == [Watermark(100)]


def test_a_finished_split_counts_no_more():
    marks = SplitWatermarks(interval=0.5)
    marks.assigned(["a", "b"], 0.0)
    marks.advance("a", 100, 1.0)
    marks.finished("b")
    assert marks.elements(1.5) == [Watermark(100)]
    marks.finished("a")
    assert marks.elements(2.0) == [WatermarkStatus(True)]


def test_an_idle_split_counts_no_more_until_it_gives_rows():
    marks = SplitWatermarks(idle_after=10.0, interval=0.5)
    marks.assigned(["a", "b"], 0.0)
    marks.advance("a", 100, 5.0)
    assert marks.elements(9.0) == []
    assert marks.elements(10.0) == [Watermark(100)]
    assert marks.elements(15.0) == [WatermarkStatus(True)]
    marks.advance("b", 50, 16.0)
    assert marks.elements(16.0) == [WatermarkStatus(False)]
    marks.advance("b", 150, 17.0)
    assert marks.elements(17.0) == [Watermark(150)]


def test_a_split_that_has_given_nothing_yet_holds_time_back():
    marks = SplitWatermarks(interval=0.5)
    marks.advance("a", 100, 1.0)
    assert marks.elements(1.5) == [Watermark(100)]
    marks.assigned(["late"], 2.0)
    marks.advance("a", 900, 3.0)
    assert marks.elements(3.0) == []
    marks.advance("late", None, 4.0)
    assert marks.elements(4.0) == []


def test_a_reader_without_splits_is_idle():
    marks = SplitWatermarks(interval=0.5)
    assert marks.elements(0.0) == [WatermarkStatus(True)]
    assert marks.elements(1.0) == []
    marks.assigned(["a"], 2.0)
    assert marks.elements(2.0) == [WatermarkStatus(False)]


def test_watermarks_come_at_intervals_from_the_first_row_on():
    marks = SplitWatermarks(interval=0.5)
    marks.assigned(["a"], 0.0)
    marks.advance("a", 10, 1.0)
    assert marks.elements(1.4) == []
    assert marks.current == 10
    marks.advance("a", 20, 1.5)
    assert marks.elements(1.5) == [Watermark(20)]
    marks.advance("a", 30, 1.6)
    assert marks.elements(1.9) == []
    assert marks.elements(2.0) == [Watermark(30)]


def test_a_reader_says_how_far_it_is_before_it_is_idle():
    marks = SplitWatermarks(idle_after=10.0, interval=60.0)
    marks.assigned(["a"], 0.0)
    marks.advance("a", 10, 1.0)
    assert marks.elements(11.0) == [Watermark(10), WatermarkStatus(True)]


def test_an_interval_of_0_has_no_watermarks():
    marks = SplitWatermarks(idle_after=50.0, interval=0.0)
    marks.assigned(["a"], 0.0)
    marks.advance("a", 10, 1.0)
    assert marks.elements(40.0) == []
    assert marks.elements(100.0) == [WatermarkStatus(True)]


def test_a_reader_between_two_splits_holds_its_watermark_back():
    marks = SplitWatermarks(interval=60.0)
    marks.assigned(["a"], 0.0)
    marks.advance("a", 1000, 0.1)
    assert marks.elements(0.1) == []
    marks.finished("a")
    assert marks.elements(0.2) == [WatermarkStatus(True)]
    assert marks.elements(100.0) == []
    marks.assigned(["b"], 100.5)
    marks.advance("b", 2000, 100.6)
    assert marks.elements(100.6) == [Watermark(2000), WatermarkStatus(False)]
