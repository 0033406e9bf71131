"""What routes ask for, by short names."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends
from fastapi.requests import HTTPConnection

from app.services.films import FilmReader, Films
from app.services.meters import Meters
from app.services.pen_traces import PenTracer
from app.services.photos import PhotoReader
from app.services.predictor import Predictor
from app.services.runs import Runs
from app.services.training_steps import StepTaker
from app.services.variants import VariantReader
from app.services.zoo import Zoo
from app.settings import Settings
from app.words import Catalogue, Catalogues


def _settings(connection: HTTPConnection) -> Settings:
    settings: Settings = connection.app.state.settings
    return settings


def _zoo(connection: HTTPConnection) -> Zoo:
    zoo: Zoo = connection.app.state.zoo
    return zoo


def _predictor(connection: HTTPConnection) -> Predictor:
    predictor: Predictor = connection.app.state.predictor
    return predictor


def _photos(connection: HTTPConnection) -> PhotoReader:
    photos: PhotoReader = connection.app.state.photos
    return photos


def _pen_tracer(connection: HTTPConnection) -> PenTracer:
    tracer: PenTracer = connection.app.state.pen_tracer
    return tracer


def _films(connection: HTTPConnection) -> Films:
    films: Films = connection.app.state.films
    return films


def _film_reader(connection: HTTPConnection) -> FilmReader:
    reader: FilmReader = connection.app.state.film_reader
    return reader


def _step_taker(connection: HTTPConnection) -> StepTaker:
    taker: StepTaker = connection.app.state.step_taker
    return taker


def _variant_reader(connection: HTTPConnection) -> VariantReader:
    reader: VariantReader = connection.app.state.variant_reader
    return reader


def _runs(connection: HTTPConnection) -> Runs:
    runs: Runs = connection.app.state.runs
    return runs


def _meters(connection: HTTPConnection) -> Meters:
    meters: Meters = connection.app.state.meters
    return meters


def words_for(connection: HTTPConnection) -> Catalogue:
    """The language of `?lang=`, else the one chosen on the page, else the browser's."""
    words: Catalogues = connection.app.state.words
    return words.choose(
        connection.query_params.get("lang"),
        connection.cookies.get("lang"),
        connection.headers.get("accept-language", ""),
    )


SettingsDep = Annotated[Settings, Depends(_settings)]
ZooDep = Annotated[Zoo, Depends(_zoo)]
PredictorDep = Annotated[Predictor, Depends(_predictor)]
PenTracerDep = Annotated[PenTracer, Depends(_pen_tracer)]
PhotoReaderDep = Annotated[PhotoReader, Depends(_photos)]
FilmsDep = Annotated[Films, Depends(_films)]
FilmReaderDep = Annotated[FilmReader, Depends(_film_reader)]
StepTakerDep = Annotated[StepTaker, Depends(_step_taker)]
VariantReaderDep = Annotated[VariantReader, Depends(_variant_reader)]
RunsDep = Annotated[Runs, Depends(_runs)]
MetersDep = Annotated[Meters, Depends(_meters)]
WordsDep = Annotated[Catalogue, Depends(words_for)]
