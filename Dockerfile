# The page. Nothing is downloaded at run time; the data folder is the volume /data.
FROM python:3.11-slim-bookworm

RUN useradd --create-home --uid 1000 assistant && install -d -o assistant /data
WORKDIR /app

# What changes seldom comes first: a change of the code installs no package again.
COPY constraints.txt pyproject.toml README.md LICENSE ./
RUN mkdir assistant evals && printf '__version__ = "0"\n' > assistant/__init__.py && touch evals/__init__.py \
    && pip install --no-cache-dir -c constraints.txt '.[embeddings,llm,mcp,postgres]' \
    && pip uninstall --yes meeting-reports-assistant && rm -rf assistant evals build
COPY assistant assistant
COPY evals evals
COPY corpus corpus
RUN pip install --no-cache-dir --no-deps .

USER assistant
# Uploads lie in the volume until they are read: the rest of the file system may be read-only.
ENV ASSISTANT_DATA=/data GRADIO_TEMP_DIR=/data/uploading PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
VOLUME /data
EXPOSE 7860
HEALTHCHECK --start-period=60s CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:7860/healthz', timeout=3)"]
# A report that cannot be read is no reason to show nobody the others.
CMD ["sh", "-c", "assistant ingest corpus/reports; exec assistant chat --host 0.0.0.0"]
