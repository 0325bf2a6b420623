// A button with a picture and a few lines beside or below it: a project that can be opened.
#pragma once

#include <QAbstractButton>
#include <QImage>
#include <QString>

namespace kinora {

class ProjectCard : public QAbstractButton {
    Q_OBJECT

 public:
    enum class Shape : unsigned char { row, tile };  // the lines beside the picture, or below it

    explicit ProjectCard(Shape shape, QWidget* parent = nullptr);

    // text() is the title; `lines` are below it.
    void setLines(const QStringList& lines);
    const QStringList& lines() const { return lines_; }
    void setPicture(const QImage& picture);
    const QImage& picture() const { return picture_; }
    // Greys it out; the last line says why.
    void setProblem(const QString& problem);
    const QString& problem() const { return problem_; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

 protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

 private:
    QRect pictureRect() const;
    void paintPicture(QPainter& painter) const;
    void paintLines(QPainter& painter) const;
    int textHeight() const;
    void describe();

    Shape shape_;
    QStringList lines_;
    QString problem_;
    QImage picture_;
};

}  // namespace kinora
